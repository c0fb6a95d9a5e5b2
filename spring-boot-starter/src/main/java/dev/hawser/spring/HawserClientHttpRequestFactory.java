package dev.hawser.spring;

import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Makes the requests of a {@code RestClient}, a {@code RestTemplate} or an HTTP service client, and sends them with a
 * {@link HawserClient}, whose pool keeps their connections:
 *
 * <pre>{@code
 * RestClient rest = RestClient.builder().requestFactory(new HawserClientHttpRequestFactory()).build();
 * }</pre>
 *
 * <p>Bodies are streamed both ways. A request body whose length is not known travels in chunks, unless
 * {@linkplain #setBufferRequestBody it is collected first}. GET and HEAD carry no body: executing one that has is an
 * {@link IllegalArgumentException}.
 *
 * <p>The setters are for the time before its first request; the rest is safe for use by many threads.
 */
public final class HawserClientHttpRequestFactory implements ClientHttpRequestFactory, DisposableBean {
    /** The client that this factory made for itself; null if it was given one. */
    private final @Nullable HawserClient own;

    private volatile HawserClient client;
    private volatile int chunkSize;
    private volatile boolean bufferRequestBody;

    /** A factory with a client of its own, which {@link #destroy()} closes. */
    public HawserClientHttpRequestFactory() {
        this.own = new HawserClient();
        this.client = own;
    }

    /** A factory for a client that stays the caller's. */
    public HawserClientHttpRequestFactory(HawserClient client) {
        this.own = null;
        this.client = Objects.requireNonNull(client, "client");
    }

    /** The client that sends the requests: the one given, or one derived from it that shares its pool. */
    public HawserClient client() {
        return client;
    }

    /** Sets the proxy that all requests go through, whatever the client says; {@link Proxy#NO_PROXY} for none. */
    public void setProxy(Proxy proxy) {
        client = client.newBuilder()
                .proxy(Objects.requireNonNull(proxy, "proxy"))
                .build();
    }

    /**
     * Sets how many bytes of a body of unknown length are gathered before they leave as a chunk; by default as many as the client
     * takes at once, 16 KiB. A body that flushes sends what is there. A larger write may leave as several chunks.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public void setChunkSize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("chunkSize must be at least 1: " + bytes);
        }
        this.chunkSize = bytes;
    }

    /**
     * Sets whether a streamed body is collected in memory before it is sent; false by default. It then has a
     * {@code Content-Length}, as some servers demand, and can be sent again where that is safe.
     */
    public void setBufferRequestBody(boolean buffered) {
        this.bufferRequestBody = buffered;
    }

    /**
     * Sets the time to connect, in milliseconds; 0 is no limit.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void setConnectTimeout(int millis) {
        setConnectTimeout(Duration.ofMillis(millis));
    }

    /** Sets the time to connect, as {@link HawserClient.Builder#connectTimeout(Duration)} does; zero is no limit. */
    public void setConnectTimeout(Duration time) {
        client = client.newBuilder().connectTimeout(time).build();
    }

    /**
     * Sets how long one read may wait for bytes, in milliseconds; 0 is no limit.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void setReadTimeout(int millis) {
        setReadTimeout(Duration.ofMillis(millis));
    }

    /** Sets how long one read may wait, as {@link HawserClient.Builder#readTimeout(Duration)} does; zero is no limit. */
    public void setReadTimeout(Duration time) {
        client = client.newBuilder().readTimeout(time).build();
    }

    /**
     * A request, not yet sent.
     *
     * @throws IllegalArgumentException if the URI is not an absolute one of http or https
     */
    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) throws IOException {
        HttpUrl url = HttpUrl.get(uri);
        if (url == null) {
            throw new IllegalArgumentException("not an absolute URI of http or https: " + uri);
        }
        return new HawserClientHttpRequest(client, uri, url, httpMethod, chunkSize, bufferRequestBody);
    }

    /** Closes the client if this factory made it. */
    @Override
    public void destroy() {
        if (own != null) {
            own.close();
        }
    }
}
