package dev.hawser.spring;

import dev.hawser.Headers;
import dev.hawser.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** A response whose body is read from its connection. To be closed, which gives the connection back. */
final class HawserClientHttpResponse implements ClientHttpResponse {
    private final Response response;
    private @Nullable HttpHeaders headers;

    HawserClientHttpResponse(Response response) {
        this.response = response;
    }

    @Override
    public HttpStatusCode getStatusCode() {
        return HttpStatusCode.valueOf(response.code());
    }

    /** The server's reason phrase; the standard one where it sent none, as HTTP/2 has none. */
    @Override
    public String getStatusText() {
        String phrase = response.message();
        HttpStatus known = phrase.isEmpty() ? HttpStatus.resolve(response.code()) : null;
        return known == null ? phrase : known.getReasonPhrase();
    }

    /** The fields; read-only. */
    @Override
    public HttpHeaders getHeaders() {
        if (headers == null) {
            HttpHeaders all = new HttpHeaders();
            Headers fields = response.headers();
            for (int i = 0; i < fields.size(); i++) {
                all.add(fields.name(i), fields.value(i));
            }
            headers = HttpHeaders.readOnlyHttpHeaders(all);
        }
        return headers;
    }

    @Override
    public InputStream getBody() throws IOException {
        return response.body().byteStream();
    }

    @Override
    public void close() {
        try {
            response.close();
        } catch (RuntimeException ignored) {
            // The connection is of no more use, which the pool has seen; who closes has what he wanted.
        }
    }
}
