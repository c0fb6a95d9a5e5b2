package dev.hawser.internal.client;

import static dev.hawser.internal.client.CachingStep.MEANWHILE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.CacheStores;
import dev.hawser.Callback;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolSettings;
import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.internal.cache.ResponseCache;
import dev.hawser.internal.call.CallContext;
import dev.hawser.internal.call.CallRegistry;
import dev.hawser.internal.call.HttpCall;
import dev.hawser.internal.client.CachingStep.Exchange;
import dev.hawser.internal.client.CachingStep.Message;
import dev.hawser.internal.client.ScriptedOrigin.Arrival;
import dev.hawser.internal.text.HttpDates;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.rules.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Plays a rule: a whole client with a cache, whose server is on no network, and whose time is the rule's. */
final class CachingScene implements AutoCloseable {
    /** The time of the first request. */
    static final Instant START = Instant.ofEpochMilli(new FakeClock().currentTimeMillis());

    private static final String SERVER = "http://example.com";
    private static final Set<String> CONDITIONS =
            Set.of("if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range", "range");
    private static final ConnectionPoolSettings POOL = settings();

    private final FakeClock clock = new FakeClock();
    private final ScriptedOrigin origin = new ScriptedOrigin(this::answer);
    private final PoolEngine pool = new PoolEngine(POOL);
    private final Background background = new Background();
    private final ResponseCache cache = new ResponseCache(CacheStores.inMemory(1 << 20), Duration.ofDays(30));
    private final HawserClient client;
    private final CallContext context;
    private final Map<String, String> bodies = new HashMap<>();
    private @Nullable Exchange exchange;

    CachingScene() {
        client = new HawserClient.Builder()
                .socketFactory(origin)
                .dns(host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})))
                .proxy(Proxy.NO_PROXY)
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .build();
        context = new CallContext(
                client,
                new Addresses(client),
                pool.pool(),
                pool.maker(),
                background,
                pool.report(),
                cache,
                new Time(),
                pool.alarms());
    }

    private static ConnectionPoolSettings settings() {
        try (ConnectionPool pool = new ConnectionPool()) {
            return pool.settings();
        }
    }

    /** The rule's time for dates; for the limits of waiting, which is done at the pool, the time of that. */
    private final class Time implements Clock {
        @Override
        public long nanoTime() {
            return pool.clock().nanoTime();
        }

        @Override
        public long currentTimeMillis() {
            return clock.currentTimeMillis();
        }
    }

    /** Calls that the cache makes by itself: they wait until the rule says that they run. */
    private static final class Background implements CallRegistry {
        private final Queue<Runnable> waiting = new ArrayDeque<>();

        @Override
        public void started(HttpCall call) {}

        @Override
        public void finished(HttpCall call) {}

        @Override
        public void canceled(HttpCall call) {}

        @Override
        public void enqueue(HttpCall call, Callback callback) {
            waiting.add(() -> call.runFor(callback));
        }
    }

    /** Plays a rule. */
    void play(Rule<CachingStep> rule) throws IOException {
        for (CachingStep step : rule.steps()) {
            clock.advance(step.after());
            exchange = step.server();
            String what = rule.place() + ": " + rule.name() + ": " + step.line();
            if (step.method().equals(MEANWHILE)) {
                assertThat(background.waiting)
                        .as("%s: what the cache asks by itself", what)
                        .isNotEmpty();
                background.waiting.remove().run();
                checkArrivals(step, what);
            } else {
                playRequest(step, what);
            }
        }
        assertThat(background.waiting)
                .as("%s: %s: what the cache asks by itself", rule.place(), rule.name())
                .isEmpty();
    }

    private void playRequest(CachingStep step, String what) throws IOException {
        Response response = null;
        String body = "";
        IOException failure = null;
        try (Response given = new HttpCall(context, request(step)).execute()) {
            response = given;
            body = given.body().string();
        } catch (IOException e) {
            failure = e;
        }
        Message seen = seen(step);
        if (failure != null && seen.code() != 0) {
            throw new AssertionError(what, failure);
        }
        checkArrivals(step, what);
        if (response == null || seen.code() == 0) {
            assertThat(response).as("%s: what is seen", what).isNull();
        } else {
            checkSeen(step, seen, response, body, what);
        }
    }

    private static Request request(CachingStep step) {
        boolean plain = step.method().equals("GET") || step.method().equals("HEAD");
        return new Request.Builder()
                .url(HttpUrl.get(SERVER + step.path()))
                .headers(step.asked())
                .method(step.method(), plain ? null : RequestBody.create("x", null))
                .build();
    }

    /** What the user sees: where it is not said, the server's answer, or that there is none. */
    private static Message seen(CachingStep step) {
        Message seen = step.seen();
        Exchange server = step.server();
        if (seen != null || server == null) {
            return Objects.requireNonNull(seen);
        }
        Message answer = server.answer();
        return answer == null ? new Message(0, null, Headers.of(), List.of()) : answer;
    }

    private void checkArrivals(CachingStep step, String what) {
        List<Arrival> arrivals = origin.takeArrivals();
        Exchange server = step.server();
        if (server == null) {
            assertThat(arrivals).as("%s: what reached the server", what).isEmpty();
            return;
        }
        assertThat(arrivals).as("%s: what reached the server", what).isNotEmpty();
        if (server.answer() != null) {
            assertThat(arrivals).as("%s: what reached the server", what).hasSize(1);
        }
        Arrival arrival = arrivals.get(0);
        assertThat(arrival.method()).as(what).isEqualTo(step.method().equals(MEANWHILE) ? "GET" : step.method());
        assertThat(arrival.path()).as(what).isEqualTo(step.path());
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        CONDITIONS.stream().filter(name -> arrival.headers().get(name) != null).forEach(names::add);
        names.addAll(server.sent().names());
        for (String name : names) {
            assertThat(arrival.headers().values(name))
                    .as("%s: %s as it reached the server", what, name)
                    .isEqualTo(server.sent().values(name));
        }
    }

    private void checkSeen(CachingStep step, Message seen, Response response, String body, String what) {
        assertThat(response.code()).as("%s: code", what).isEqualTo(seen.code());
        assertThat(body).as("%s: body", what).isEqualTo(bodySeen(step, seen));
        Headers expected = step.seen() == null ? Headers.of() : seen.fields();
        for (String name : expected.names()) {
            assertThat(response.headers(name)).as("%s: %s", what, name).isEqualTo(expected.values(name));
        }
        for (String name : step.seen() == null ? List.<String>of() : seen.absent()) {
            assertThat(response.headers(name)).as("%s: %s", what, name).isEmpty();
        }
    }

    private String bodySeen(CachingStep step, Message seen) {
        if (step.method().equals("HEAD")) {
            return "";
        }
        if (step.seen() == null) {
            return hasBody(seen) ? bodyOf(seen, "#" + bodies.size()) : "";
        }
        String body = seen.body() == null ? "#1" : seen.body();
        return bodies.getOrDefault(body, body);
    }

    private static String bodyOf(Message answer, String usual) {
        return answer.body() == null ? usual : answer.body();
    }

    private static boolean hasBody(Message answer) {
        return answer.code() != 204 && answer.code() != 304;
    }

    private byte @Nullable [] answer(Arrival arrival) {
        Exchange now = exchange;
        if (now == null) {
            return "HTTP/1.1 500 Not Expected\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8);
        }
        clock.advance(now.delay());
        Message answer = now.answer();
        if (answer == null) {
            return null;
        }
        String number = "#" + (bodies.size() + 1);
        String body = bodyOf(answer, number);
        bodies.put(number, body);
        StringBuilder text = new StringBuilder();
        if (now.interim() != 0) {
            text.append("HTTP/1.1 ").append(now.interim()).append(" Wait\r\nX-Interim: yes\r\n\r\n");
        }
        text.append("HTTP/1.1 ").append(answer.code()).append(" Said\r\n");
        Headers fields = answer.fields();
        for (int i = 0; i < fields.size(); i++) {
            field(text, fields.name(i), fields.value(i));
        }
        if (fields.get("Date") == null && !answer.absent().contains("Date")) {
            field(text, "Date", HttpDates.format(Instant.ofEpochMilli(clock.currentTimeMillis())));
        }
        boolean chunked = fields.get("Transfer-Encoding") != null;
        if (!chunked && fields.get("Content-Length") == null && hasBody(answer)) {
            field(text, "Content-Length", Integer.toString(body.length()));
        }
        text.append("\r\n");
        if (hasBody(answer) && !arrival.method().equals("HEAD")) {
            text.append(chunked ? Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n" : body);
        }
        return text.toString().getBytes(UTF_8);
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    @Override
    public void close() throws IOException {
        client.close();
        pool.close();
        cache.close();
    }
}
