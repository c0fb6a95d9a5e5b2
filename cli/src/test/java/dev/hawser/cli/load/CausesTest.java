package dev.hawser.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class CausesTest {
    @Test
    void manyFailuresHaveOneCause() {
        assertThat(Causes.of(new ConnectException("Failed to connect to /127.0.0.1:1: Connection refused")))
                .isEqualTo("connection refused");
        assertThat(Causes.of(new ConnectException("Network is unreachable"))).isEqualTo("cannot connect");
        assertThat(Causes.of(new SocketTimeoutException("connect timeout after 50 ms")))
                .isEqualTo("timeout while connecting");
        assertThat(Causes.of(new InterruptedIOException("timeout: the call took more than 50 ms")))
                .isEqualTo("timeout");
        assertThat(Causes.of(new UnknownHostException("h"))).isEqualTo("unknown host");
        assertThat(Causes.of(new SSLHandshakeException("no trust"))).isEqualTo("TLS failed");
        assertThat(Causes.of(new ProtocolException("bad status line"))).isEqualTo("protocol broken");
        assertThat(Causes.of(new EOFException("after 3 of 7 bytes"))).isEqualTo("connection ended early");
        assertThat(Causes.of(new SocketException("Connection reset"))).isEqualTo("connection reset");
        assertThat(Causes.of(new SocketException("Too many open files"))).isEqualTo("too many open files");
    }

    @Test
    void whatIsNotKnownHasItsTypesName() {
        assertThat(Causes.of(new IOException("something else"))).isEqualTo("IOException");
        assertThat(Causes.of(new IOException())).isEqualTo("IOException");
    }
}
