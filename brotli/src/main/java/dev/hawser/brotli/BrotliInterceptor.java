package dev.hawser.brotli;

import dev.hawser.CompressionInterceptor;
import dev.hawser.Interceptor;
import dev.hawser.Response;
import java.io.IOException;

/**
 * Asks servers for Brotli, or else gzip, and undoes both. It belongs around calls:
 *
 * <pre>{@code
 * new HawserClient.Builder().addInterceptor(BrotliInterceptor.INSTANCE)
 * }</pre>
 *
 * <p>For other codings, or another bound on what a body may become, use a {@link CompressionInterceptor} with
 * {@link Brotli#INSTANCE}. Immutable, and safe for use by many threads.
 */
public final class BrotliInterceptor implements Interceptor {
    /** The one there is. */
    public static final BrotliInterceptor INSTANCE = new BrotliInterceptor();

    private final CompressionInterceptor codings =
            new CompressionInterceptor(Brotli.INSTANCE, CompressionInterceptor.GZIP);

    private BrotliInterceptor() {}

    @Override
    public Response intercept(Chain chain) throws IOException {
        return codings.intercept(chain);
    }
}
