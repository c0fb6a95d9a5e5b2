package dev.hawser;

import dev.hawser.internal.coding.Codings;
import dev.hawser.internal.coding.DecodedBody;
import dev.hawser.internal.text.FieldLists;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers for content in given codings, and undoes them. Without it a client asks for gzip by itself; with it, it asks for
 * these, the best first:
 *
 * <pre>{@code
 * new HawserClient.Builder()
 *         .addInterceptor(new CompressionInterceptor(Brotli.INSTANCE, CompressionInterceptor.GZIP))
 * }</pre>
 *
 * <p>It belongs around calls ({@link HawserClient.Builder#addInterceptor}), so that a {@link Cache} keeps what the server sent. A
 * request that has an {@code Accept-Encoding} or {@code Range} of its own is left alone, and so is its response. Immutable, and
 * safe for use by many threads.
 */
public final class CompressionInterceptor implements Interceptor {
    /** The coding {@code gzip}. */
    public static final DecompressionAlgorithm GZIP = new DecompressionAlgorithm() {
        @Override
        public String encoding() {
            return "gzip";
        }

        @Override
        public InputStream decompress(InputStream compressed) throws IOException {
            return Codings.gunzip(compressed);
        }
    };

    /** The coding {@code deflate}: the zlib format, or without it what some servers send, raw. */
    public static final DecompressionAlgorithm DEFLATE = new DecompressionAlgorithm() {
        @Override
        public String encoding() {
            return "deflate";
        }

        @Override
        public InputStream decompress(InputStream compressed) throws IOException {
            return Codings.inflate(compressed);
        }
    };

    /** How many codings on top of each other are undone; with more, the response is left as it is. */
    private static final int MOST_CODINGS = 4;

    private final List<DecompressionAlgorithm> algorithms;
    private final int expansion;
    private final String acceptEncoding;

    /** An interceptor that asks for these codings, the best first, with the bound of {@link ResponseLimits#DEFAULT}. */
    public CompressionInterceptor(DecompressionAlgorithm... algorithms) {
        this(ResponseLimits.DEFAULT, algorithms);
    }

    /**
     * An interceptor that asks for these codings, the best first.
     *
     * @param limits of which {@link ResponseLimits#expansion()} bounds what a body may become
     */
    public CompressionInterceptor(ResponseLimits limits, DecompressionAlgorithm... algorithms) {
        this.algorithms = List.of(algorithms);
        this.expansion = limits.expansion();
        this.acceptEncoding = String.join(
                ", ",
                Arrays.stream(algorithms).map(DecompressionAlgorithm::encoding).toList());
    }

    /** The codings, the best first; unmodifiable. */
    public List<DecompressionAlgorithm> algorithms() {
        return algorithms;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (algorithms.isEmpty() || request.header("Accept-Encoding") != null || request.header("Range") != null) {
            return chain.proceed(request);
        }
        Request asking =
                request.newBuilder().header("Accept-Encoding", acceptEncoding).build();
        Response response = chain.proceed(asking);
        List<DecompressionAlgorithm> applied = applied(response);
        if (applied.isEmpty() || response.body().contentLength() == 0) {
            return response;
        }
        ResponseBody body = response.body();
        for (DecompressionAlgorithm each : applied) {
            body = new DecodedBody(body, each.encoding(), each::decompress, expansion);
        }
        return response.newBuilder()
                .removeHeader("Content-Encoding")
                .removeHeader("Content-Length")
                .body(body)
                .build();
    }

    /** What is to be undone, the first one first; nothing if there is a coding that is not known. */
    private List<DecompressionAlgorithm> applied(Response response) {
        List<DecompressionAlgorithm> applied = new ArrayList<>();
        for (String value : response.headers("Content-Encoding")) {
            for (String coding : FieldLists.elements(value)) {
                DecompressionAlgorithm algorithm = algorithm(coding);
                if (algorithm == null || applied.size() == MOST_CODINGS) {
                    return List.of();
                }
                applied.add(algorithm);
            }
        }
        Collections.reverse(applied);
        return applied;
    }

    private @Nullable DecompressionAlgorithm algorithm(String coding) {
        for (DecompressionAlgorithm each : algorithms) {
            if (each.encoding().equalsIgnoreCase(coding)) {
                return each;
            }
        }
        return null;
    }

    /** A coding that can be undone. Must be safe for use by many threads. */
    public interface DecompressionAlgorithm {
        /** The coding's name, as in {@code gzip}. */
        String encoding();

        /**
         * The plain bytes, read from {@code compressed} as they are wanted; closing the stream closes that one.
         *
         * @throws IOException if it does not begin as it must
         */
        InputStream decompress(InputStream compressed) throws IOException;
    }
}
