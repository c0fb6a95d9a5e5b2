package dev.hawser.it.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {
    @TempDir
    Path folder;

    @Test
    void nobodyElseGetsItsPortsBeforeThePeerStarts() throws IOException {
        Setup setup = new Setup(folder);
        int port = setup.port("plain");
        try {
            assertThat(setup.port("plain")).isEqualTo(port);
            assertThatExceptionOfType(BindException.class).isThrownBy(() -> listen(port));
        } finally {
            assertThat(setup.releasePorts()).isEqualTo(Map.of("plain", port));
        }
        listen(port);
    }

    private static void listen(int port) throws IOException {
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
}
