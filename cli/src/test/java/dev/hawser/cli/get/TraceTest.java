package dev.hawser.cli.get;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Call;
import dev.hawser.CipherSuite;
import dev.hawser.Handshake;
import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.TlsVersion;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TraceTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long now = 5_000_000;
    private final Trace trace =
            new Trace(new PrintStream(written, true, StandardCharsets.UTF_8), () -> now, new KnownConnections());
    private final Call call = new HawserClient()
            .newCall(new Request.Builder().url("https://h.example/").build());

    private void afterMillis(double millis) {
        now += (long) (millis * 1e6);
    }

    @Test
    void tcpAndTlsHaveTheirOwnTimes() throws Exception {
        InetSocketAddress target =
                new InetSocketAddress(InetAddress.getByAddress("h.example", new byte[] {10, 0, 0, 1}), 443);
        trace.callStart(call);
        trace.dnsStart(call, "h.example");
        afterMillis(1);
        trace.dnsEnd(
                call, "h.example", List.of(target.getAddress(), InetAddress.getByAddress(new byte[] {10, 0, 0, 2})));
        trace.connectStart(call, target, Proxy.NO_PROXY);
        afterMillis(2.5);
        trace.secureConnectStart(call);
        afterMillis(30);
        trace.secureConnectEnd(
                call,
                Handshake.get(
                        TlsVersion.TLS_1_3, CipherSuite.forJavaName("TLS_AES_128_GCM_SHA256"), List.of(), List.of()));
        trace.connectEnd(call, target, Proxy.NO_PROXY, Protocol.HTTP_1_1);
        afterMillis(1);
        trace.callEnd(call);

        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                                 at        took  step
                            0.00 ms              call        GET https://h.example/
                            1.00 ms     1.00 ms  resolve     h.example = 10.0.0.1, 10.0.0.2
                            3.50 ms     2.50 ms  connect     10.0.0.1:443
                           33.50 ms    30.00 ms  tls         TLSv1.3, TLS_AES_128_GCM_SHA256, no certificate
                           34.50 ms    34.50 ms  done
                        """);
    }

    @Test
    void interimResponsesAreTold() {
        trace.callStart(call);
        trace.responseHeadersStart(call);
        afterMillis(3);
        trace.informationalResponse(call, 103, Headers.of("Link", "</style.css>"));

        assertThat(written.toString(StandardCharsets.UTF_8).lines().skip(2))
                .containsExactly(
                        "    3.00 ms     3.00 ms  interim     < HTTP/1.1 103",
                        "                                     < Link: </style.css>");
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        trace.callStart(call);
        trace.dnsEnd(call, "h\u001b[31m", List.of());

        assertThat(written.toString(StandardCharsets.UTF_8)).contains("h?[31m").doesNotContain("\u001b");
    }
}
