package dev.hawser.cli.get;

import dev.hawser.Call;
import dev.hawser.Connection;
import dev.hawser.EventListener;
import dev.hawser.Handshake;
import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.cli.request.Urls;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the steps of one call as they happen, a line each: when it ended, how long it took, what it was. Its
 * events come from the call's thread and from the one that makes the connection.
 */
final class Trace extends EventListener {
    private static final String LEGEND = String.format(Locale.ROOT, "%11s %11s  step%n", "at", "took");
    private static final String MARGIN = " ".repeat(25);

    private final PrintStream err;
    private final LongSupplier nanoTime;
    private final KnownConnections known;

    private volatile long callStart;
    private volatile long stepStart;
    private volatile long connected;
    private volatile boolean secure;
    private volatile String target = "";
    private volatile @Nullable Connection connection;
    private volatile boolean acquired;

    /** A listener for one call; the connections that it meets may be known from earlier ones. */
    Trace(PrintStream err, LongSupplier nanoTime, KnownConnections known) {
        this.err = err;
        this.nanoTime = nanoTime;
        this.known = known;
    }

    @Override
    public void callStart(Call call) {
        callStart = nanoTime.getAsLong();
        connected = callStart;
        Request request = call.request();
        print(LEGEND + line(callStart, -1, "call", request.method() + " " + Urls.shown(request.url())));
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        begin();
    }

    @Override
    public void dnsEnd(Call call, String domainName, List<InetAddress> inetAddressList) {
        String addresses =
                inetAddressList.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        step("resolve", domainName + " = " + addresses);
    }

    @Override
    public void connectStart(Call call, InetSocketAddress inetSocketAddress, Proxy proxy) {
        secure = false;
        target = endpoint(inetSocketAddress);
        begin();
    }

    @Override
    public void secureConnectStart(Call call) {
        step("connect", target);
        secure = true;
        begin();
    }

    @Override
    public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
        if (handshake != null) {
            step(
                    "tls",
                    handshake.tlsVersion().javaName() + ", "
                            + handshake.cipherSuite().javaName() + ", "
                            + (handshake.peerPrincipal() == null ? "no certificate" : handshake.peerPrincipal()));
        }
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress inetSocketAddress, Proxy proxy, @Nullable Protocol protocol) {
        if (!secure) {
            step("connect", target);
        }
        connected = nanoTime.getAsLong();
    }

    @Override
    public void connectFailed(
            Call call, InetSocketAddress inetSocketAddress, Proxy proxy, @Nullable Protocol protocol, IOException ioe) {
        step(secure ? "tls" : "connect", "failed: " + ioe.getMessage());
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        this.connection = connection;
        acquired = true;
    }

    @Override
    public void connectionReleased(Call call, Connection connection) {
        known.idle(connection, nanoTime.getAsLong());
    }

    @Override
    public void requestHeadersStart(Call call) {
        begin();
        Connection carrier = connection;
        if (carrier != null) {
            KnownConnections.Use use = known.before(carrier, connected);
            String where =
                    "#" + carrier.id() + " to " + endpoint(carrier.route().socketAddress());
            print(line(stepStart, -1, "connection", where + ", " + describe(use)));
            acquired = false;
        }
    }

    /** New, reused from the pool, or kept from the call's previous request. */
    private String describe(KnownConnections.Use use) {
        if (use.requests() == 0) {
            return "new";
        }
        String uses = use.requests() == 1 ? "1 request" : use.requests() + " requests";
        return (acquired ? "reused: " : "kept: ")
                + time(stepStart - use.bornNanos()).strip() + " old, after " + uses
                + (acquired
                        ? ", idle for " + time(stepStart - use.idleSinceNanos()).strip()
                        : "");
    }

    private Protocol protocol() {
        Connection carrier = connection;
        return carrier == null ? Protocol.HTTP_1_1 : carrier.protocol();
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        head("request", -1, '>', Heads.requestLine(request, protocol()), request.headers());
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        step("upload", bytes(byteCount));
    }

    @Override
    public void responseHeadersStart(Call call) {
        begin();
    }

    @Override
    public void informationalResponse(Call call, int code, Headers headers) {
        head("interim", nanoTime.getAsLong() - stepStart, '<', Heads.nameOf(protocol()) + " " + code, headers);
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        head("response", nanoTime.getAsLong() - stepStart, '<', Heads.statusLine(response), response.headers());
        begin();
    }

    @Override
    public void responseBodyEnd(Call call, long byteCount) {
        step("body", bytes(byteCount));
    }

    @Override
    public void callEnd(Call call) {
        long now = nanoTime.getAsLong();
        print(line(now, now - callStart, "done", ""));
    }

    @Override
    public void callFailed(Call call, IOException ioe) {
        long now = nanoTime.getAsLong();
        print(line(now, now - callStart, "failed", String.valueOf(ioe.getMessage())));
    }

    private void begin() {
        stepStart = nanoTime.getAsLong();
    }

    private void step(String name, String what) {
        long now = nanoTime.getAsLong();
        print(line(now, now - stepStart, name, what));
    }

    private void head(String name, long tookNanos, char direction, String first, Headers headers) {
        StringBuilder text = new StringBuilder(line(nanoTime.getAsLong(), tookNanos, name, direction + " " + first));
        for (String field : Heads.fields(headers)) {
            text.append(MARGIN).append(entry("", direction + " " + field));
        }
        print(text.toString());
    }

    private String line(long atNanos, long tookNanos, String name, String what) {
        return time(atNanos - callStart) + " " + (tookNanos < 0 ? " ".repeat(11) : time(tookNanos)) + "  "
                + entry(name, what);
    }

    private static String entry(String name, String what) {
        return String.format(Locale.ROOT, "%-10s  %s", name, what.replaceAll("\\p{Cntrl}", "?"))
                        .stripTrailing()
                + System.lineSeparator();
    }

    /** One write, so that lines from two threads do not mix. */
    private void print(String text) {
        err.print(text);
        err.flush();
    }

    private static String time(long nanos) {
        return String.format(Locale.ROOT, "%8.2f ms", nanos / 1e6);
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    private static String endpoint(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
