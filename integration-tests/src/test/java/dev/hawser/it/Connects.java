package dev.hawser.it;

import dev.hawser.Call;
import dev.hawser.EventListener;
import dev.hawser.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What is told of attempts to connect, in order: {@code start}, {@code end} or {@code failed}, and the IP address. */
public final class Connects extends EventListener {
    private final List<String> events = new CopyOnWriteArrayList<>();

    /** What was told so far. */
    public List<String> events() {
        return List.copyOf(events);
    }

    /** Forgets what was told. */
    public void clear() {
        events.clear();
    }

    private void tell(String event, InetSocketAddress at) {
        events.add(event + " " + at.getAddress().getHostAddress());
    }

    @Override
    public void connectStart(Call call, InetSocketAddress at, Proxy proxy) {
        tell("start", at);
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress at, Proxy proxy, @Nullable Protocol protocol) {
        tell("end", at);
    }

    @Override
    public void connectFailed(
            Call call, InetSocketAddress at, Proxy proxy, @Nullable Protocol protocol, IOException failure) {
        tell("failed", at);
    }
}
