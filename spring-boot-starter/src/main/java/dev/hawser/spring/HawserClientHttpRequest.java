package dev.hawser.spring;

import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.Assert;

/**
 * One request, sent by {@link #execute()}. Its content is either written to {@link #getBody()}, which collects it, or given as a
 * {@link #setBody body} that is streamed.
 */
final class HawserClientHttpRequest extends AbstractClientHttpRequest implements StreamingHttpOutputMessage {
    private static final RequestBody NOTHING = RequestBody.create(new byte[0]);

    private final HawserClient client;
    private final URI uri;
    private final HttpUrl url;
    private final HttpMethod method;
    private final int chunkSize;
    private final boolean buffered;
    private @Nullable CollectedBody collected;
    private @Nullable Body streamed;

    HawserClientHttpRequest(
            HawserClient client, URI uri, HttpUrl url, HttpMethod method, int chunkSize, boolean buffered) {
        this.client = client;
        this.uri = uri;
        this.url = url;
        this.method = method;
        this.chunkSize = chunkSize;
        this.buffered = buffered;
    }

    @Override
    public HttpMethod getMethod() {
        return method;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    @Override
    protected OutputStream getBodyInternal(HttpHeaders headers) {
        Assert.state(streamed == null, "Invoke either getBody or setBody; not both");
        if (collected == null) {
            collected = new CollectedBody();
        }
        return collected;
    }

    @Override
    public void setBody(Body body) {
        Assert.notNull(body, "Body must not be null");
        assertNotExecuted();
        Assert.state(collected == null, "Invoke either getBody or setBody; not both");
        this.streamed = body;
    }

    @Override
    protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
        Request request = new Request.Builder()
                .url(url)
                .method(method.name(), requestBody(headers))
                .headers(fields(headers))
                .build();
        return new HawserClientHttpResponse(client.newCall(request).execute());
    }

    private @Nullable RequestBody requestBody(HttpHeaders headers) throws IOException {
        if (streamed != null && buffered) {
            CollectedBody bytes = new CollectedBody();
            streamed.writeTo(bytes);
            return bytes.end();
        }
        if (streamed != null) {
            return new StreamedBody(streamed, headers.getContentLength(), chunkSize);
        }
        if (collected != null) {
            return bodyUnlessEmpty(collected.end());
        }
        return demandsBody() ? NOTHING : null;
    }

    /** Content of no bytes is none, but where the method has to have some. */
    private @Nullable RequestBody bodyUnlessEmpty(RequestBody body) throws IOException {
        return body.contentLength() > 0 || demandsBody() ? body : null;
    }

    private boolean demandsBody() {
        return switch (method.name()) {
            case "POST", "PUT", "PATCH", "PROPPATCH", "REPORT", "QUERY" -> true;
            default -> false;
        };
    }

    /** The fields that the caller has set, without those that say where the body ends: the client knows. */
    private static Headers fields(HttpHeaders headers) {
        Headers.Builder fields = new Headers.Builder();
        headers.forEach((name, values) -> {
            if (HttpHeaders.COOKIE.equalsIgnoreCase(name)) { // one field, RFC 6265, section 5.4
                fields.addUnsafeNonAscii(name, String.join("; ", values));
            } else if (!HttpHeaders.CONTENT_LENGTH.equalsIgnoreCase(name)
                    && !HttpHeaders.TRANSFER_ENCODING.equalsIgnoreCase(name)) {
                addAll(fields, name, values);
            }
        });
        return fields.build();
    }

    private static void addAll(Headers.Builder fields, String name, List<@Nullable String> values) {
        for (String value : values) {
            fields.addUnsafeNonAscii(name, value == null ? "" : value);
        }
    }
}
