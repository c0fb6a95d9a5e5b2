package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.internal.transport.Loopback.Pair;
import dev.hawser.internal.transport.Transport.Health;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The sockets of watched connections are closed when the connections are, not when the next thing happens at the
 * lookout: its thread would wait for an hour here, and the peers keep their ends open.
 */
@Timeout(60)
class WatchDescriptorsTest {
    private static final int CONNECTIONS = 20;

    private Loopback loopback;
    private Watchman watchman;
    private final List<Pair> pairs = new ArrayList<>();

    @BeforeEach
    void listen() throws IOException {
        loopback = new Loopback();
        watchman = new Watchman(loopback.lookout);
    }

    @AfterEach
    void hangUp() throws IOException {
        watchman.close();
        loopback.close();
    }

    /** Both ends' sockets of new connections, all of them watched; what is found at one is told to its future. */
    private Set<String> watched(Kind kind, List<CompletableFuture<Health>> faults) throws Exception {
        Set<String> before = Descriptors.sockets();
        for (int i = 0; i < CONNECTIONS; i++) {
            Pair pair = loopback.connect(kind);
            CompletableFuture<Health> fault = new CompletableFuture<>();
            pairs.add(pair);
            faults.add(fault);
            pair.transport().park();
            watchman.tell(() -> pair.transport().watch(fault::complete)).join();
        }
        Set<String> made = Descriptors.sockets();
        made.removeAll(before);
        assertThat(made).hasSize(2 * CONNECTIONS);
        return made;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void areFreedWhenThePoolEvictsThem(Kind kind) throws Exception {
        Set<String> sockets = watched(kind, new ArrayList<>());
        for (Pair pair : pairs) {
            pair.transport().closeIdle();
        }

        Descriptors.awaitClosed(sockets, CONNECTIONS);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void areFreedWhenTheyAreCut(Kind kind) throws Exception {
        Set<String> sockets = watched(kind, new ArrayList<>());
        for (Pair pair : pairs) {
            pair.transport().close();
        }

        Descriptors.awaitClosed(sockets, CONNECTIONS);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_NONE, names = "USER_.*")
    void areFreedWhenThePeerHasClosedThem(Kind kind) throws Exception {
        List<CompletableFuture<Health>> faults = new ArrayList<>();
        Set<String> sockets = watched(kind, faults);
        for (int i = 0; i < CONNECTIONS; i++) {
            pairs.get(i).peer().close();
            pairs.get(i).raw().close();
            assertThat(faults.get(i).join()).isEqualTo(Health.PEER_CLOSED);
            pairs.get(i).transport().close();
        }

        Descriptors.awaitClosed(sockets, 0);
    }

    /** A lease has ended the watch, but the lookout's thread may not have taken the channel out yet. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void areFreedWhenTheyAreCutRightAfterALease(Kind kind) throws Exception {
        Set<String> sockets = watched(kind, new ArrayList<>());
        for (Pair pair : pairs) {
            pair.transport().unwatch();
            pair.transport().close();
        }

        Descriptors.awaitClosed(sockets, CONNECTIONS);
    }
}
