package dev.hawser.it.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Authenticator;
import dev.hawser.BasicAuthenticator;
import dev.hawser.BearerAuthenticator;
import dev.hawser.Challenge;
import dev.hawser.ConnectionPool;
import dev.hawser.DigestAuthenticator;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.Route;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@EveryProtocol
class AuthenticationTest {
    private static final String DIGEST = "Digest realm=\"a\", nonce=\"b\", qop=\"auth\", algorithm=SHA-256";

    private final TestServer server = new TestServer();
    private final ConnectionPool pool = new ConnectionPool();
    private final Link link;
    private HawserClient client;

    AuthenticationTest(Link link) {
        this.link = link;
        this.client = link.client().connectionPool(pool).build();
    }

    @BeforeEach
    void start() {
        link.start(server);
    }

    @AfterEach
    void stop() {
        assertThat(pool.connectionCount()).isEqualTo(pool.idleConnectionCount());
        pool.close();
        client.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private void refuse(String challenge) {
        server.enqueue(new MockResponse.Builder()
                .code(401)
                .addHeader("WWW-Authenticate", challenge)
                .body("who are you?")
                .build());
    }

    private void answer(Authenticator authenticator) {
        client = client.newBuilder().authenticator(authenticator).build();
    }

    private HttpUrl url() {
        return server.url("/");
    }

    private Response get(String path) throws IOException {
        return client.newCall(new Request.Builder().url(server.url(path)).build())
                .execute();
    }

    private @Nullable String credentialsSent() throws InterruptedException {
        return server.takeRequest().header("Authorization");
    }

    @Test
    void aDemandIsAnsweredOverTheSameConnection() throws Exception {
        refuse("Basic realm=\"a\"");
        server.enqueue(MockResponse.of(200, "welcome"));
        answer(BasicAuthenticator.forServer(url(), "ann", "knot"));

        try (Response response = get("/")) {
            assertThat(response.body().string()).isEqualTo("welcome");
            assertThat(Objects.requireNonNull(response.priorResponse()).challenges())
                    .containsExactly(new Challenge("Basic", "a"));
        }
        assertThat(credentialsSent()).isNull();
        assertThat(credentialsSent()).isEqualTo("Basic YW5uOmtub3Q=");
        assertThat(pool.connectionCount()).isEqualTo(1);
    }

    @Test
    void theAuthenticatorSeesTheRouteAndTheBody() throws Exception {
        refuse("Basic realm=\"a\"");
        List<String> seen = new ArrayList<>();
        answer((route, response) -> {
            Route taken = Objects.requireNonNull(route);
            seen.add(taken.address().url().host() + " " + response.body().string());
            return null;
        });

        try (Response response = get("/")) {
            assertThat(response.code()).isEqualTo(401);
        }
        assertThat(seen).containsExactly(server.hostName() + " who are you?");
    }

    @Test
    void withoutAnAuthenticatorTheDemandIsTheResponse() throws Exception {
        refuse("Basic realm=\"a\"");

        try (Response response = get("/")) {
            assertThat(response.code()).isEqualTo(401);
            assertThat(response.body().string()).isEqualTo("who are you?");
        }
    }

    @Test
    void wrongCredentialsAreSentOnce() throws Exception {
        refuse("Basic realm=\"a\"");
        refuse("Basic realm=\"a\"");
        answer(BasicAuthenticator.forServer(url(), "ann", "rope"));

        try (Response response = get("/")) {
            assertThat(response.code()).isEqualTo(401);
        }
        assertThat(server.requestCount()).isEqualTo(2);
    }

    @Test
    void anAuthenticatorThatNeverGivesUpIsStopped() {
        for (int i = 0; i < 21; i++) {
            refuse("Basic realm=\"a\"");
        }
        answer((route, response) -> response.request());

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> get("/"))
                .withMessage("Too many follow-up requests: 21");
        assertThat(server.requestCount()).isEqualTo(21);
    }

    @Test
    void aBodyThatCanBeReadButOnceIsNotSentAgain() throws Exception {
        refuse("Basic realm=\"a\"");
        answer(BasicAuthenticator.forServer(url(), "ann", "knot"));
        Request post = new Request.Builder()
                .url(url())
                .post(RequestBody.create(new ByteArrayInputStream(new byte[3]), null))
                .build();

        try (Response response = client.newCall(post).execute()) {
            assertThat(response.code()).isEqualTo(401);
        }
    }

    @Test
    void anAuthenticatorThatFailsLosesNoConnection() {
        refuse("Basic realm=\"a\"");
        refuse("Basic realm=\"a\"");
        answer((route, response) -> {
            throw new IOException("no key");
        });
        assertThatThrownBy(() -> get("/")).isInstanceOf(IOException.class).hasMessage("no key");
        answer((route, response) -> {
            throw new IllegalStateException("no lock");
        });
        assertThatThrownBy(() -> get("/"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no lock");
    }

    @Test
    void aDigestIsUsedAgainForTheNextRequests() throws Exception {
        refuse(DIGEST);
        for (int i = 0; i < 3; i++) {
            server.enqueue(MockResponse.of(200, ""));
        }
        DigestAuthenticator digest = DigestAuthenticator.forServer(url(), "ann", "knot");
        client = client.newBuilder()
                .authenticator(digest)
                .addNetworkInterceptor(digest)
                .build();
        for (int i = 0; i < 3; i++) {
            get("/page" + i).close();
        }

        assertThat(credentialsSent()).isNull();
        for (int i = 0; i < 3; i++) {
            assertThat(credentialsSent()).contains("uri=\"/page" + i + "\"", "nc=0000000" + (i + 1));
        }
        assertThat(server.requestCount()).isEqualTo(4);
    }

    @Test
    void aBearerTokenIsFetchedAnewWhenItIsRefused() throws Exception {
        server.enqueue(MockResponse.of(200, ""));
        refuse("Bearer error=\"invalid_token\"");
        server.enqueue(MockResponse.of(200, ""));
        List<@Nullable String> refusals = new ArrayList<>();
        BearerAuthenticator bearer = BearerAuthenticator.forServer(url(), refused -> {
            refusals.add(refused);
            return "t" + refusals.size();
        });
        client = client.newBuilder()
                .authenticator(bearer)
                .addNetworkInterceptor(bearer)
                .build();
        get("/").close();
        get("/").close();

        assertThat(List.of(
                        String.valueOf(credentialsSent()),
                        String.valueOf(credentialsSent()),
                        String.valueOf(credentialsSent())))
                .containsExactly("Bearer t1", "Bearer t1", "Bearer t2");
        assertThat(refusals).containsExactly(null, "t1");
    }

    @Test
    void credentialsDoNotFollowARedirectToAnotherServer() throws Exception {
        try (TestServer other = new TestServer()) {
            link.start(other);
            server.enqueue(new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", other.url("/").toString())
                    .build());
            other.enqueue(new MockResponse.Builder()
                    .code(401)
                    .addHeader("WWW-Authenticate", "Basic realm=\"a\"")
                    .build());
            BasicAuthenticator basic = BasicAuthenticator.forServer(url(), "ann", "knot");
            client = client.newBuilder()
                    .authenticator(basic)
                    .addNetworkInterceptor(basic)
                    .build();

            try (Response response = get("/")) {
                assertThat(response.code()).isEqualTo(401);
            }
            assertThat(credentialsSent()).isEqualTo("Basic YW5uOmtub3Q=");
            assertThat(other.takeRequest().header("Authorization")).isNull();
        }
    }

    @Test
    void aServerThatIsNoProxyCannotDemandAProxysCredentials() {
        server.enqueue(new MockResponse.Builder()
                .code(407)
                .addHeader("Proxy-Authenticate", "Basic realm=\"a\"")
                .build());
        client = client.newBuilder()
                .proxyAuthenticator(BasicAuthenticator.forProxy("ann", "knot"))
                .build();

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> get("/"))
                .withMessageContaining("407")
                .withMessageContaining(server.hostName() + ":" + server.port() + ", which is no proxy");
    }
}
