package dev.hawser.it.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Cache;
import dev.hawser.CacheStores;
import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A client with a cache, and a server. Responses are made stale by an {@code Age}. */
@Timeout(60)
@EveryProtocol(
        value = {Link.H1, Link.H2},
        because = "the cache sees of a link its protocol and its handshake, and the bodies of both protocols")
abstract class CacheScene {
    static final String FRESH = "Cache-Control: max-age=60";
    static final String[] STALE = {"Cache-Control: max-age=60", "Age: 61", "ETag: \"v1\""};

    final TestServer server = new TestServer();
    final ConnectionPool pool = new ConnectionPool();
    final Cache cache = new Cache(CacheStores.inMemory(16 << 20));
    final List<String> events = Collections.synchronizedList(new ArrayList<>());
    final Link link;
    HawserClient client;

    CacheScene(Link link) {
        this.link = link;
        this.client = link.client()
                .connectionPool(pool)
                .cache(cache)
                .eventListener(new CacheEvents())
                .build();
    }

    /** Writes down what the cache tells. */
    private final class CacheEvents extends EventListener {
        @Override
        public void cacheHit(Call call, Response response) {
            events.add("hit " + response.code());
        }

        @Override
        public void cacheMiss(Call call) {
            events.add("miss");
        }

        @Override
        public void cacheConditionalHit(Call call, Response cachedResponse) {
            events.add("conditional " + cachedResponse.code());
        }

        @Override
        public void satisfactionFailure(Call call, Response response) {
            events.add("unsatisfied " + response.code());
        }

        @Override
        public void callEnd(Call call) {
            events.add("end");
        }
    }

    @BeforeEach
    void start() {
        link.start(server);
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(pool.connectionCount()).isEqualTo(pool.idleConnectionCount());
        client.close();
        pool.close();
        server.close();
        cache.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    Request.Builder request(String path) {
        return new Request.Builder().url(server.url(path));
    }

    /** From now on nothing is asked for in a coding, so that parts can be cut from what is stored. */
    void askForNoCoding() {
        client = client.newBuilder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("Accept-Encoding", "identity")
                        .build()))
                .build();
    }

    Response execute(Request request) throws IOException {
        return client.newCall(request).execute();
    }

    Response get() throws IOException {
        return execute(request("/").build());
    }

    String body() throws IOException {
        try (Response response = get()) {
            return response.body().string();
        }
    }

    static MockResponse.Builder answer(String body, String... lines) {
        MockResponse.Builder answer = new MockResponse.Builder().body(body);
        for (String line : lines) {
            int colon = line.indexOf(':');
            answer.addHeader(line.substring(0, colon), line.substring(colon + 1).trim());
        }
        return answer;
    }

    void enqueue(String body, String... lines) {
        server.enqueue(answer(body, lines).build());
    }

    static MockResponse notModified(String... lines) {
        return answer("", lines).code(304).build();
    }
}
