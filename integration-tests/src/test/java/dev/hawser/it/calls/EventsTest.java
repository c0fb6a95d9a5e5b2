package dev.hawser.it.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.Connection;
import dev.hawser.EventListener;
import dev.hawser.Handshake;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@EveryProtocol
class EventsTest {
    private static final String[] WITHOUT_CONTENT = {
        "responseHeadersEnd", "responseBodyStart", "responseBodyEnd 0", "connectionReleased", "callEnd"
    };

    private final TestServer server = new TestServer();
    private final Told told = new Told();
    private final Link link;
    private final HawserClient client;

    EventsTest(Link link) {
        this.link = link;
        this.client = link.client().eventListener(told).build();
    }

    @BeforeEach
    void start() {
        link.start(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private Request.Builder request() {
        return new Request.Builder().url(server.url("/"));
    }

    private void exchange(Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            response.body().bytes();
        }
    }

    @Test
    void ofANewConnectionComeInOrder() throws IOException {
        server.enqueue(MockResponse.of(200, "x"));
        List<String> order = new ArrayList<>(List.of("callStart", "proxySelectStart", "proxySelectEnd"));
        if (link != Link.H1_TUNNEL) { // the proxy resolves the name
            order.addAll(List.of("dnsStart", "dnsEnd"));
        }
        order.add("connectStart");
        if (link.isTls()) {
            order.addAll(List.of("secureConnectStart", "secureConnectEnd"));
        }
        order.addAll(List.of(
                "connectEnd",
                "connectionAcquired",
                "requestHeadersStart",
                "requestHeadersEnd",
                "responseHeadersStart",
                "responseHeadersEnd",
                "responseBodyStart",
                "responseBodyEnd 1",
                "connectionReleased",
                "callEnd"));

        exchange(request().build());

        assertThat(told.events).containsExactlyElementsOf(order);
    }

    @Test
    void ofAKeptConnectionHaveNoConnect() throws IOException {
        server.enqueue(MockResponse.of(200, "x"));
        server.enqueue(MockResponse.of(200, "y"));
        exchange(request().build());
        told.events.clear();

        exchange(request().post(RequestBody.create("body", null)).build());

        assertThat(told.events)
                .containsExactly(
                        "callStart",
                        "connectionAcquired",
                        "requestHeadersStart",
                        "requestHeadersEnd",
                        "requestBodyStart",
                        "requestBodyEnd 4",
                        "responseHeadersStart",
                        "responseHeadersEnd",
                        "responseBodyStart",
                        "responseBodyEnd 1",
                        "connectionReleased",
                        "callEnd");
    }

    @Test
    void ofARequestThatExpectsToContinueTellOnceThatTheResponseIsAwaited() throws IOException {
        server.enqueue(MockResponse.of(200, "x"));

        exchange(request()
                .header("Expect", "100-continue")
                .post(RequestBody.create("body", null))
                .build());

        assertThat(told.events).containsOnlyOnce("responseHeadersStart");
    }

    @TestOver(
            value = {Link.H1, Link.H1_TLS, Link.H2, Link.H2C},
            because = "through a proxy it is the proxy that would refuse")
    void ofAFailedConnectSaySo() {
        int port = server.port();
        server.close();

        assertThatThrownBy(() -> exchange(new Request.Builder()
                        .url(link.scheme() + "://127.0.0.1:" + port + "/")
                        .build()))
                .isInstanceOf(IOException.class);

        assertThat(told.events).endsWith("connectStart", "connectFailed", "callFailed");
    }

    @Test
    void ofABodyThatBreaksOffEndWithTheFailure() {
        server.enqueue(new MockResponse.Builder()
                .body("0123456789")
                .socketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)
                .build());

        assertThatThrownBy(() -> exchange(request().build())).isInstanceOf(IOException.class);

        assertThat(told.events)
                .endsWith(
                        "responseHeadersEnd",
                        "responseBodyStart",
                        "responseFailed",
                        "connectionReleased",
                        "callFailed");
    }

    @Test
    void ofAnEmptyBodyAreThoseOfAnother() throws IOException {
        server.enqueue(MockResponse.of(204));

        exchange(request().build());

        assertThat(told.events).endsWith(WITHOUT_CONTENT);
    }

    @Test
    void ofACallWhoseResponseIsClosedUnreadEndAllTheSame() throws IOException {
        server.enqueue(MockResponse.of(200, "0123456789"));

        client.newCall(request().build()).execute().close();

        assertThat(told.events).endsWith(WITHOUT_CONTENT);
    }

    @Test
    void areToldToTwoListenersAlike() throws IOException {
        server.enqueue(MockResponse.of(200, "x"));
        server.enqueue(MockResponse.of(200, "y"));
        exchange(request().build());
        Told first = new Told();
        Told second = new Told();

        try (Response response = client.newBuilder()
                .eventListener(first.plus(second))
                .build()
                .newCall(request().post(RequestBody.create("body", null)).build())
                .execute()) {
            response.body().bytes();
        }

        assertThat(second.events).isEqualTo(first.events).contains("requestBodyEnd 4", "responseBodyEnd 1", "callEnd");
    }

    @TestOver(value = Link.H1, because = "one interceptor decides, whatever is spoken")
    void whatFollowsFromAResponseIsTold() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "/next")
                .build());
        server.enqueue(MockResponse.of(200, "x"));
        Decisions decisions = new Decisions();

        client.newBuilder()
                .eventListener(decisions)
                .build()
                .newCall(request().build())
                .execute()
                .close();

        assertThat(decisions.told).containsExactly("302: GET /next", "200: none");
    }

    @TestOver(value = Link.H1, because = "one interceptor decides, whatever is spoken")
    void whetherAFailedRequestGoesAgainIsTold() throws IOException {
        MockResponse last = new MockResponse.Builder()
                .body("x")
                .socketPolicy(SocketPolicy.DISCONNECT_AT_NEXT_REQUEST)
                .build();
        server.enqueue(last);
        server.enqueue(last);
        Decisions decisions = new Decisions();
        HawserClient deciding = client.newBuilder().eventListener(decisions).build();
        exchange(request().build());

        deciding.newCall(request().build()).execute().close();
        assertThatThrownBy(
                        () -> deciding.newCall(request().post(RequestBody.EMPTY).build())
                                .execute())
                .isInstanceOf(IOException.class);

        assertThat(decisions.told).containsExactly("failed: again", "200: none", "failed: not again");
    }

    @Test
    void whatAListenerThrowsAsABodyIsClosedLosesNoConnection() throws IOException {
        for (String event : List.of("start", "end")) {
            server.enqueue(MockResponse.of(200, "x"));
            Response response = client.newBuilder()
                    .eventListener(new Throwing(event))
                    .build()
                    .newCall(request().build())
                    .execute();

            assertThatThrownBy(response::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(event);

            assertThat(client.connectionPool().idleConnectionCount())
                    .isEqualTo(client.connectionPool().connectionCount());
        }
    }

    /** Fails at the start or the end of a response's body. */
    private static final class Throwing extends EventListener {
        private final String event;

        Throwing(String event) {
            this.event = event;
        }

        @Override
        public void responseBodyStart(Call call) {
            fail("start");
        }

        @Override
        public void responseBodyEnd(Call call, long byteCount) {
            fail("end");
        }

        private void fail(String at) {
            if (event.equals(at)) {
                throw new IllegalStateException(at);
            }
        }
    }

    /** Notes what was decided. */
    private static final class Decisions extends EventListener {
        final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void retryDecision(Call call, IOException exception, boolean retry) {
            told.add(retry ? "failed: again" : "failed: not again");
        }

        @Override
        public void followUpDecision(Call call, Response response, @Nullable Request next) {
            told.add(response.code() + ": "
                    + (next == null ? "none" : next.method() + " " + next.url().encodedPath()));
        }
    }

    /** Notes the name of each event. */
    private static final class Told extends EventListener {
        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void callStart(Call call) {
            events.add("callStart");
        }

        @Override
        public void proxySelectStart(Call call, HttpUrl url) {
            events.add("proxySelectStart");
        }

        @Override
        public void proxySelectEnd(Call call, HttpUrl url, List<Proxy> proxies) {
            events.add("proxySelectEnd");
        }

        @Override
        public void dnsStart(Call call, String domainName) {
            events.add("dnsStart");
        }

        @Override
        public void dnsEnd(Call call, String domainName, List<InetAddress> addresses) {
            events.add("dnsEnd");
        }

        @Override
        public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
            events.add("connectStart");
        }

        @Override
        public void secureConnectStart(Call call) {
            events.add("secureConnectStart");
        }

        @Override
        public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
            events.add("secureConnectEnd");
        }

        @Override
        public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
            events.add("connectEnd");
        }

        @Override
        public void connectFailed(
                Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol, IOException e) {
            events.add("connectFailed");
        }

        @Override
        public void connectionAcquired(Call call, Connection connection) {
            events.add("connectionAcquired");
        }

        @Override
        public void connectionReleased(Call call, Connection connection) {
            events.add("connectionReleased");
        }

        @Override
        public void requestHeadersStart(Call call) {
            events.add("requestHeadersStart");
        }

        @Override
        public void requestHeadersEnd(Call call, Request request) {
            events.add("requestHeadersEnd");
        }

        @Override
        public void requestBodyStart(Call call) {
            events.add("requestBodyStart");
        }

        @Override
        public void requestBodyEnd(Call call, long byteCount) {
            events.add("requestBodyEnd " + byteCount);
        }

        @Override
        public void requestFailed(Call call, IOException e) {
            events.add("requestFailed");
        }

        @Override
        public void responseHeadersStart(Call call) {
            events.add("responseHeadersStart");
        }

        @Override
        public void responseHeadersEnd(Call call, Response response) {
            events.add("responseHeadersEnd");
        }

        @Override
        public void responseBodyStart(Call call) {
            events.add("responseBodyStart");
        }

        @Override
        public void responseBodyEnd(Call call, long byteCount) {
            events.add("responseBodyEnd " + byteCount);
        }

        @Override
        public void responseFailed(Call call, IOException e) {
            events.add("responseFailed");
        }

        @Override
        public void callEnd(Call call) {
            events.add("callEnd");
        }

        @Override
        public void callFailed(Call call, IOException e) {
            events.add("callFailed");
        }
    }
}
