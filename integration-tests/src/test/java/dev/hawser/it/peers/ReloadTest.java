package dev.hawser.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.it.peers.WebServer.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that takes on a new configuration while it is asked: its workers go, and their connections with them. */
@Timeout(120)
@ExtendWith(SocketsLeft.class)
class ReloadTest {
    private static final int RELOADS = 10;
    private static final int CALLERS = 8;

    /** Apache 2.4.68 that is reloaded has sent, by HTTP/2, content that begins with the bytes of the connection's next request. */
    private static List<Protocol> protocolsFor(WebServer server) {
        return server == WebServer.APACHE ? List.of(Protocol.HTTP_1_1) : List.of(Protocol.HTTP_2, Protocol.HTTP_1_1);
    }

    @ParameterizedTest
    @CsvSource({"NGINX, plain, HUP", "NGINX, tls, HUP", "APACHE, plain, USR1", "APACHE, tls, USR1"})
    void failsNoGet(WebServer server, String way, String signal) throws Exception {
        Identities identities = new Identities();
        Retirements retirements = new Retirements();
        ConnectionPool pool = retirements.pool();
        HawserClient client = identities
                .client()
                .protocols(protocolsFor(server))
                .connectionPool(pool)
                .build();
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong calls = new AtomicLong();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (Peer peer = server.start(new Site(identities, List.of("TLSv1.3"), false))) {
            Request request = new Request.Builder()
                    .url((way.equals("tls") ? "https" : "http") + "://localhost:" + peer.port(way) + "/hello.txt")
                    .build();
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                done.add(callers.submit(() -> {
                    while (!enough.get()) {
                        try (Response response = client.newCall(request).execute()) {
                            assertThat(response.body().string()).isEqualTo(WebServer.HELLO);
                        }
                        calls.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (int reloads = 0; reloads < RELOADS; reloads++) {
                long before = calls.get();
                int gone = retirements.reasons().size();
                Eventually.await(
                        "traffic",
                        () -> calls.get() > before + 100 || done.stream().anyMatch(Future::isDone));
                peer.signal(signal);
                Eventually.await(
                        "old workers take their connections with them",
                        () -> retirements.reasons().size() > gone
                                || done.stream().anyMatch(Future::isDone));
            }
            enough.set(true);
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            enough.set(true);
            callers.shutdown();
            pool.close();
        }
    }
}
