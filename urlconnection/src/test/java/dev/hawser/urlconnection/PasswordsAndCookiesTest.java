package dev.hawser.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PasswordsAndCookiesTest {
    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    /** Has one password, and says what it was asked. */
    private static final class Keeper extends Authenticator {
        final List<String> asked = new ArrayList<>();

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            asked.add(getRequestorType() + " " + getRequestingScheme() + " " + getRequestingPrompt() + " "
                    + getRequestingHost());
            return new PasswordAuthentication("ann", "knot".toCharArray());
        }
    }

    private static MockResponse demand(int code, String field, String challenge) {
        return new MockResponse.Builder()
                .code(code)
                .addHeader(field, challenge)
                .body("who?")
                .build();
    }

    @Nested
    class OfAnAuthenticator {
        private final Keeper keeper = new Keeper();

        private HttpURLConnection open(String path) throws Exception {
            HttpURLConnection connection = scene.open(path);
            connection.setAuthenticator(keeper);
            return connection;
        }

        @Test
        void areSentWhenTheyAreDemandedAndBeforehandFromThenOn() throws Exception {
            scene.server.enqueue(demand(401, "WWW-Authenticate", "Basic realm=\"dock\""));
            scene.server.enqueue(MockResponse.of(200, "a"));
            scene.server.enqueue(MockResponse.of(200, "b"));
            scene.server.enqueue(MockResponse.of(200, "c"));

            assertThat(Scene.content(open("/dir/a"))).isEqualTo("a");
            assertThat(Scene.content(open("/dir/b"))).isEqualTo("b");
            assertThat(Scene.content(open("/elsewhere"))).isEqualTo("c");

            assertThat(keeper.asked).containsExactly("SERVER basic dock " + scene.server.hostName());
            assertThat(scene.server.takeRequest().header("Authorization")).isNull();
            assertThat(scene.server.takeRequest().header("Authorization")).isEqualTo("Basic YW5uOmtub3Q=");
            assertThat(scene.server.takeRequest().header("Authorization")).isEqualTo("Basic YW5uOmtub3Q=");
            assertThat(scene.server.takeRequest().header("Authorization")).isNull();
        }

        @Test
        void areTheJvmsWhereTheConnectionHasNoneOfItsOwn() throws Exception {
            scene.server.enqueue(demand(401, "WWW-Authenticate", "Basic realm=\"dock\""));
            scene.server.enqueue(MockResponse.of(200, "a"));
            Authenticator.setDefault(keeper);
            try {
                assertThat(scene.get("/")).isEqualTo("a");
            } finally {
                Authenticator.setDefault(null);
            }

            assertThat(keeper.asked).hasSize(1);
        }

        @Test
        void areNotSentForOthersThatHaveAnother() throws Exception {
            scene.server.enqueue(demand(401, "WWW-Authenticate", "Basic realm=\"dock\""));
            scene.server.enqueue(MockResponse.of(200, "a"));
            scene.server.enqueue(MockResponse.of(200, "b"));
            Scene.content(open("/a"));

            scene.get("/b");

            scene.server.takeRequest();
            scene.server.takeRequest();
            assertThat(scene.server.takeRequest().header("Authorization")).isNull();
        }

        @Test
        void answerTheStrongerDemand() throws Exception {
            scene.server.enqueue(new MockResponse.Builder()
                    .code(401)
                    .addHeader("WWW-Authenticate", "Basic realm=\"dock\"")
                    .addHeader("WWW-Authenticate", "Digest realm=\"dock\", nonce=\"n\", qop=\"auth\"")
                    .build());
            scene.server.enqueue(MockResponse.of(200, "a"));

            assertThat(Scene.content(open("/"))).isEqualTo("a");

            scene.server.takeRequest();
            assertThat(scene.server.takeRequest().header("Authorization")).startsWith("Digest username=\"ann\"");
        }

        @Test
        void areGivenUpWhenTheServerRefusesThem() throws Exception {
            scene.server.enqueue(demand(401, "WWW-Authenticate", "Basic realm=\"dock\""));
            scene.server.enqueue(demand(401, "WWW-Authenticate", "Basic realm=\"dock\""));
            HttpURLConnection connection = open("/");

            assertThatIOException()
                    .isThrownBy(connection::getInputStream)
                    .withMessage("Server returned HTTP response code: 401 for URL: " + scene.url("/"));

            assertThat(connection.getResponseCode()).isEqualTo(401);
            assertThat(connection.getErrorStream()).hasContent("who?");
        }

        @Test
        void areForProxiesToo() throws Exception {
            scene.server.enqueue(demand(407, "Proxy-Authenticate", "Basic realm=\"gate\""));
            scene.server.enqueue(MockResponse.of(200, "by proxy"));
            Proxy proxy =
                    new Proxy(Proxy.Type.HTTP, new InetSocketAddress(scene.server.hostName(), scene.server.port()));
            HttpURLConnection connection = scene.open("http://example.invalid/path", proxy);
            connection.setAuthenticator(keeper);

            assertThat(Scene.content(connection)).isEqualTo("by proxy");

            assertThat(connection.usingProxy()).isTrue();
            assertThat(keeper.asked).containsExactly("PROXY basic gate " + scene.server.hostName());
            RecordedRequest first = scene.server.takeRequest();
            assertThat(first.requestLine()).isEqualTo("GET http://example.invalid/path HTTP/1.1");
            assertThat(scene.server.takeRequest().header("Proxy-Authorization")).isEqualTo("Basic YW5uOmtub3Q=");
        }

        private Proxy demandingProxy(Scene at) {
            at.server.handler(request -> demand(407, "Proxy-Authenticate", "Basic realm=\"gate\""));
            return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(at.server.hostName(), at.server.port()));
        }

        @Test
        void areNotShownByBasicToAProxyThatIsAskedForATunnel() throws Exception {
            HttpURLConnection connection = scene.open("https://example.invalid/", demandingProxy(scene));
            connection.setAuthenticator(keeper);

            assertThatIOException().isThrownBy(connection::getInputStream);

            assertThat(keeper.asked).isEmpty();
            assertThat(scene.server.requestCount()).isEqualTo(1);
        }

        @Test
        void areShownToItIfTheJvmSaysSo() throws Exception {
            try (Scene told = new Scene("jdk.http.auth.tunneling.disabledSchemes=")) {
                HttpURLConnection connection = told.open("https://example.invalid/", demandingProxy(told));
                connection.setAuthenticator(keeper);

                assertThatIOException().isThrownBy(connection::getInputStream);

                assertThat(told.server.takeRequest().method()).isEqualTo("CONNECT");
                assertThat(told.server.takeRequest().header("Proxy-Authorization"))
                        .isEqualTo("Basic YW5uOmtub3Q=");
            }
        }

        @Test
        void areAskedForOnceByAProxy() throws Exception {
            Proxy proxy =
                    new Proxy(Proxy.Type.HTTP, new InetSocketAddress(scene.server.hostName(), scene.server.port()));
            scene.server.handler(request -> request.header("Proxy-Authorization") == null
                    ? demand(407, "Proxy-Authenticate", "Basic realm=\"gate\"")
                    : MockResponse.of(200, "x"));
            for (int i = 0; i < 3; i++) {
                HttpURLConnection connection = scene.open("http://example.invalid/path", proxy);
                connection.setAuthenticator(keeper);
                Scene.content(connection);
            }

            assertThat(keeper.asked).hasSize(1);
        }
    }

    @Nested
    class OfTheCookieHandler {
        @AfterEach
        void reset() {
            CookieHandler.setDefault(null);
        }

        @Test
        void areKeptAndSentBesideThoseOfTheProgram() throws Exception {
            CookieHandler.setDefault(new CookieManager());
            scene.server.enqueue(new MockResponse.Builder()
                    .addHeader("Set-Cookie", "rope=hemp; Path=/")
                    .addHeader("Set-Cookie", "secret=x; Path=/; HttpOnly")
                    .body("a")
                    .build());
            scene.server.enqueue(MockResponse.of(200, "b"));
            HttpURLConnection first = scene.open("/a");
            Scene.content(first);
            HttpURLConnection second = scene.open("/b");
            second.setRequestProperty("Cookie", "own=1");

            Scene.content(second);

            scene.server.takeRequest();
            assertThat(scene.server.takeRequest().header("Cookie"))
                    .contains("rope=hemp")
                    .contains("secret=x")
                    .endsWith(";own=1");
            assertThat(first.getHeaderFields().get("Set-Cookie")).containsExactly("rope=hemp; Path=/", "");
        }
    }
}
