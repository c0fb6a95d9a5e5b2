package dev.hawser.it.cutoff;

import dev.hawser.Call;
import dev.hawser.EventListener;
import dev.hawser.Handshake;
import dev.hawser.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The steps that a call has begun, and how it ended. */
final class Steps extends EventListener {
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private volatile Thread dialing = Thread.currentThread();

    /** Whether a step of that name has begun. */
    boolean hasBegun(String step) {
        return begun.contains(step);
    }

    /** The thread that makes the connection. */
    Thread dialing() {
        return dialing;
    }

    /** All ends that were told of: there must be one. */
    List<String> ends() {
        return ends;
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        begun.add("dns");
    }

    @Override
    public void connectStart(Call call, InetSocketAddress inetSocketAddress, Proxy proxy) {
        dialing = Thread.currentThread();
        begun.add("connect");
    }

    @Override
    public void secureConnectStart(Call call) {
        begun.add("secureConnect");
    }

    @Override
    public void secureConnectEnd(Call call, Handshake handshake) {
        begun.remove("secureConnect");
    }

    @Override
    public void requestBodyStart(Call call) {
        begun.add("requestBody");
    }

    @Override
    public void responseHeadersStart(Call call) {
        begun.add("responseHeaders");
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        begun.add("response");
    }

    @Override
    public void responseBodyStart(Call call) {
        begun.add("responseBody");
    }

    @Override
    public void callEnd(Call call) {
        ends.add("ended");
    }

    @Override
    public void callFailed(Call call, IOException ioe) {
        ends.add("failed: " + ioe.getMessage());
    }
}
