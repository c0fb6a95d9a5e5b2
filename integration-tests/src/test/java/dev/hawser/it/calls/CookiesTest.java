package dev.hawser.it.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.ConnectionPool;
import dev.hawser.Cookie;
import dev.hawser.CookieJar;
import dev.hawser.Dns;
import dev.hawser.FileCookieJar;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.JavaNetCookieHandler;
import dev.hawser.MemoryCookieJar;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cookies through the client: three hosts of two owners, all of them on one server. */
@Timeout(60)
@EveryProtocol
class CookiesTest {
    private static final String WWW = "www.example.com";
    private static final String SHOP = "shop.example.com";
    private static final String OTHER = "www.example.org";

    private final TestServer server = new TestServer();
    private final ConnectionPool pool = new ConnectionPool();
    private final MemoryCookieJar jar = new MemoryCookieJar();
    private final Link link;
    private HawserClient client;

    CookiesTest(Link link) {
        this.link = link;
        this.client = clientWith(jar);
    }

    private HawserClient clientWith(CookieJar jar) {
        List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
        Dns noneElse = hostname -> {
            throw new UnknownHostException(hostname);
        };
        return link.client()
                .connectionPool(pool)
                .dns(Dns.overriding(Map.of(WWW, here, SHOP, here, OTHER, here, "localhost", here), noneElse))
                .cookieJar(jar)
                .build();
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

    private HttpUrl url(String host, String path) {
        return HttpUrl.get(link.scheme() + "://" + host + ":" + server.port() + path);
    }

    private static MockResponse.Builder setting(String... setCookies) {
        MockResponse.Builder response = new MockResponse.Builder().body("ok");
        for (String each : setCookies) {
            response.addHeader("Set-Cookie", each);
        }
        return response;
    }

    private void redirect(int code, HttpUrl to, String... setCookies) {
        server.enqueue(setting(setCookies)
                .code(code)
                .addHeader("Location", to.toString())
                .build());
    }

    private Response call(Request.Builder request) throws IOException {
        try (Response response = client.newCall(request.build()).execute()) {
            return response;
        }
    }

    private Response get(String host, String path) throws IOException {
        return call(new Request.Builder().url(url(host, path)));
    }

    private @Nullable String cookiesSent() throws InterruptedException {
        return server.takeRequest().header("Cookie");
    }

    @Test
    void whatAResponseSetsIsSentWithTheNextRequest() throws Exception {
        server.enqueue(setting("a=1; Path=/", "b=2; Path=/x", "no cookie", "c=3; Domain=com")
                .build());
        server.enqueue(setting().build());
        server.enqueue(setting().build());
        get(WWW, "/");
        get(WWW, "/x/y");
        Response response = get(WWW, "/");

        assertThat(cookiesSent()).isNull();
        assertThat(cookiesSent()).isEqualTo("b=2; a=1");
        assertThat(cookiesSent()).isEqualTo("a=1");
        assertThat(response.request().header("Cookie")).isNull();
    }

    @Test
    void bodiesTravelWithCookiesToo() throws Exception {
        server.enqueue(setting("a=1").build());
        server.enqueue(setting().build());
        get(WWW, "/");
        call(new Request.Builder().url(url(WWW, "/")).post(RequestBody.create("knot", null)));

        server.takeRequest();
        assertThat(cookiesSent()).isEqualTo("a=1");
    }

    @Test
    void hostsOfOneOwnerShareWhatHasTheirDomain() throws Exception {
        server.enqueue(setting("all=1; Domain=example.com", "mine=1").build());
        server.enqueue(setting().build());
        server.enqueue(setting().build());
        get(WWW, "/");
        get(SHOP, "/");
        get(OTHER, "/");

        assertThat(cookiesSent()).isNull();
        assertThat(cookiesSent()).isEqualTo("all=1");
        assertThat(cookiesSent()).isNull();
    }

    @Test
    void aRedirectSetsCookiesForTheRequestThatFollows() throws Exception {
        redirect(302, url(WWW, "/home"), "session=1; Path=/");
        server.enqueue(setting("session=2; Path=/").build());
        server.enqueue(setting().build());
        get(WWW, "/login");
        get(WWW, "/");

        assertThat(cookiesSent()).isNull();
        assertThat(cookiesSent()).isEqualTo("session=1");
        assertThat(cookiesSent()).isEqualTo("session=2");
    }

    @Test
    void eachHostOfARedirectGetsAndSetsItsOwn() throws Exception {
        server.enqueue(setting("www=1").build());
        server.enqueue(setting("other=1").build());
        get(WWW, "/");
        get(OTHER, "/");
        redirect(307, url(OTHER, "/b"), "www=2", "stolen=1; Domain=example.org");
        redirect(307, url(WWW, "/c"), "other=2");
        server.enqueue(setting().build());
        get(WWW, "/a");

        server.takeRequest();
        server.takeRequest();
        assertThat(cookiesSent()).isEqualTo("www=1");
        assertThat(cookiesSent()).isEqualTo("other=1");
        assertThat(cookiesSent()).isEqualTo("www=2");
        assertThat(jar.cookies()).extracting(Cookie::name).containsExactly("www", "other");
    }

    @Test
    void aRequestWithCookiesOfItsOwnIsLeftAlone() throws Exception {
        server.enqueue(setting("a=1").build());
        get(WWW, "/");
        redirect(302, url(WWW, "/next"));
        redirect(302, url(SHOP, "/next"));
        server.enqueue(setting().build());
        call(new Request.Builder().url(url(WWW, "/")).header("Cookie", "own=1"));

        server.takeRequest();
        assertThat(cookiesSent()).isEqualTo("own=1");
        assertThat(cookiesSent()).isEqualTo("own=1");
        assertThat(cookiesSent()).isNull();
    }

    @Test
    void aClientWithoutAJarKeepsNone() throws Exception {
        client = clientWith(CookieJar.NO_COOKIES);
        server.enqueue(setting("a=1").build());
        server.enqueue(setting().build());
        Response response = get(WWW, "/");
        get(WWW, "/");

        assertThat(response.headers("Set-Cookie")).containsExactly("a=1");
        assertThat(cookiesSent()).isNull();
        assertThat(cookiesSent()).isNull();
    }

    @Test
    void aDerivedClientSharesTheJar() throws Exception {
        server.enqueue(setting("a=1").build());
        server.enqueue(setting().build());
        get(WWW, "/");
        client = client.newBuilder().build();
        get(WWW, "/");

        assertThat(client.cookieJar()).isSameAs(jar);
        server.takeRequest();
        assertThat(cookiesSent()).isEqualTo("a=1");
    }

    @Test
    void aJarThatFailsFailsTheCallAndItsConnectionComesBack() {
        client = clientWith(new CookieJar() {
            @Override
            public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
                throw new IllegalStateException("full");
            }

            @Override
            public List<Cookie> loadForRequest(HttpUrl url) {
                return List.of();
            }
        });
        server.enqueue(setting("a=1").build());

        assertThatThrownBy(() -> get(WWW, "/"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("full");
        assertThat(pool.idleConnectionCount()).isEqualTo(pool.connectionCount());
    }

    @Test
    void cookiesInAFileAreSentAfterANewStart(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("cookies");
        client = clientWith(FileCookieJar.open(file));
        server.enqueue(setting("a=1; Max-Age=1000", "b=1").build());
        server.enqueue(setting().build());
        get(WWW, "/");
        client = clientWith(FileCookieJar.open(file));
        get(WWW, "/");

        server.takeRequest();
        assertThat(cookiesSent()).isEqualTo("a=1");
    }

    @TestOver(value = Link.H1, because = "what it shares lies above any protocol")
    void theJarCanBeSharedWithTheClientOfTheJdk() throws Exception {
        server.enqueue(setting("a=1; Path=/").build());
        server.enqueue(setting("b=2; Path=/").build());
        server.enqueue(setting().build());
        java.net.http.HttpClient jdk = java.net.http.HttpClient.newBuilder()
                .cookieHandler(new JavaNetCookieHandler(jar))
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .build();
        HttpUrl here = server.url("/");
        call(new Request.Builder().url(here));
        jdk.send(
                java.net.http.HttpRequest.newBuilder(here.uri()).build(),
                java.net.http.HttpResponse.BodyHandlers.discarding());
        call(new Request.Builder().url(here));

        assertThat(cookiesSent()).isNull();
        assertThat(cookiesSent()).isEqualTo("a=1");
        assertThat(cookiesSent()).isEqualTo("a=1; b=2");
    }

    @TestOver(
            value = {Link.H1, Link.H2C},
            because = "there is a server in the clear, and another over TLS")
    void secureCookiesTravelOverTlsOnlyAndAreNotReplacedOverHttp() throws Exception {
        HeldCertificate certificate =
                new HeldCertificate.Builder().addSubjectAlternativeName(WWW).build();
        HandshakeCertificates trusting = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        try (TestServer tls = new TestServer()) {
            tls.useHttps(new HandshakeCertificates.Builder()
                    .heldCertificate(certificate)
                    .build());
            tls.start();
            client = client.newBuilder()
                    .sslContext(trusting.sslContext(), trusting.trustManager())
                    .build();
            HttpUrl secure = HttpUrl.get("https://" + WWW + ":" + tls.port() + "/");
            tls.enqueue(setting("a=1; Secure", "__Host-b=1; Secure; Path=/").build());
            server.enqueue(
                    setting("a=2", "__Host-b=2; Secure; Path=/", "c=1; Secure").build());
            tls.enqueue(setting().build());
            call(new Request.Builder().url(secure));
            get(WWW, "/");
            call(new Request.Builder().url(secure));

            assertThat(cookiesSent()).isNull();
            tls.takeRequest();
            assertThat(tls.takeRequest().header("Cookie")).isEqualTo("a=1; __Host-b=1");
        }
    }
}
