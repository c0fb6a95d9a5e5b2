package dev.hawser.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.it.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many virtual threads on few connections. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads are of JDK 21 and later")
@Tag("counts")
@Timeout(120)
class VirtualThreadsTest {
    private static final int CALLERS = 10_000;
    private static final int CONNECTIONS = 50;

    /** Dials beside the first, whose connections are not needed as long as no server has told that each takes one call at a time. */
    private static final int DUPLICATES = 7;

    @ParameterizedTest
    @EnumSource(names = {"H1", "H2", "H2C"})
    void tenThousandOnFiftyConnectionsEndInTimeAndPinNoCarrier(Link link) throws Exception {
        List<RecordedEvent> pinned = new CopyOnWriteArrayList<>();
        try (PooledServer served = new PooledServer(link)) {
            HawserClient client = served.client(new ConnectionPool.Builder()
                    .maxIdleConnections(CONNECTIONS)
                    .maxConnectionsPerAddress(CONNECTIONS)
                    .maxMultiplexedConnectionsPerAddress(CONNECTIONS));
            run(served, client, CONNECTIONS); // classes are loaded and initialised with their carriers pinned
            try (RecordingStream recording = new RecordingStream()) {
                recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
                recording.onEvent("jdk.VirtualThreadPinned", pinned::add);
                recording.startAsync();
                run(served, client, CALLERS);
            }

            assertThat(pinned).isEmpty();
            assertThat(served.server.connectionCount())
                    .isLessThanOrEqualTo(CONNECTIONS + (link.isH2() ? DUPLICATES : 0));
            assertThat(client.connectionPool().connectionCount()).isLessThanOrEqualTo(CONNECTIONS);
            assertThat(served.server.requestCount()).isEqualTo(CALLERS + CONNECTIONS);
            assertThat(client.connectionPool().snapshot().total().active()).isZero();
        }
    }

    private static void run(PooledServer served, HawserClient client, int callers) throws Exception {
        ExecutorService threads = virtualThreads();
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                calls.add(threads.submit(() -> {
                    served.exchange(client);
                    return null;
                }));
            }
            for (Future<?> call : calls) {
                call.get(100, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** {@code Executors.newVirtualThreadPerTaskExecutor()}, which these tests are compiled without. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
}
