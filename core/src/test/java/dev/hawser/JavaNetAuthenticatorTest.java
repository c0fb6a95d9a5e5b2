package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Demands that the JVM's own authenticator answers. */
@Timeout(60)
class JavaNetAuthenticatorTest {
    private static final HttpUrl PAGE = HttpUrl.get("https://www.example.org:8443/dir/index.html");
    private static final Request GET = new Request.Builder().url(PAGE).build();
    private static final Proxy PROXY =
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example.org", 3128));

    private final Keeper keeper = new Keeper();

    /** Knows one password, and notes who asked for it. */
    private static final class Keeper extends java.net.Authenticator {
        final List<String> asked = new ArrayList<>();

        @Nullable
        PasswordAuthentication known = new PasswordAuthentication("Aladdin", "open sesame".toCharArray());

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            asked.add(getRequestorType() + " " + getRequestingHost() + ":" + getRequestingPort() + " "
                    + getRequestingSite() + " " + getRequestingProtocol() + " " + getRequestingScheme() + " "
                    + getRequestingPrompt() + " " + getRequestingURL());
            return known;
        }
    }

    @BeforeEach
    void set() {
        java.net.Authenticator.setDefault(keeper);
    }

    @AfterEach
    void unset() {
        java.net.Authenticator.setDefault(null);
    }

    private static @Nullable Request answer(@Nullable Proxy proxy, Request request, int code, String... challenges)
            throws IOException {
        Response.Builder demand = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(code)
                .message("");
        for (String challenge : challenges) {
            demand.addHeader(code == 401 ? "WWW-Authenticate" : "Proxy-Authenticate", challenge);
        }
        return Authenticator.JAVA_NET_AUTHENTICATOR.authenticate(proxy == null ? null : route(proxy), demand.build());
    }

    private static Route route(Proxy proxy) throws UnknownHostException {
        Address address = new Address(
                HttpUrl.get("http://www.example.org/"),
                Dns.SYSTEM,
                null,
                null,
                null,
                List.of(ConnectionSpec.CLEARTEXT),
                List.of(Protocol.HTTP_1_1),
                null,
                ProxySelector.of(null));
        return new Route(
                address, proxy, new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 7}), 8443));
    }

    @Test
    void aServersDemandIsAnsweredWithWhatIsKnownForItsRealm() throws IOException {
        Request answer = Objects.requireNonNull(answer(Proxy.NO_PROXY, GET, 401, "Basic realm=\"cave\""));

        assertThat(answer.header("Authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(keeper.asked).containsExactly("SERVER www.example.org:8443 /10.0.0.7 https Basic cave " + PAGE);
    }

    @Test
    void aProxysDemandIsAnsweredWithWhatIsKnownForTheProxy() throws IOException {
        Request answer = Objects.requireNonNull(answer(PROXY, GET, 407, "Basic realm=\"cave\""));

        assertThat(answer.header("Proxy-Authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(answer.header("Authorization")).isNull();
        assertThat(keeper.asked).containsExactly("PROXY proxy.example.org:3128 null https Basic cave " + PAGE);
    }

    @Test
    void digestIsPreferredToBasicWhateverTheServerNamesFirst() throws IOException {
        Request answer = Objects.requireNonNull(
                answer(null, GET, 401, "Basic realm=\"cave\"", "Digest realm=\"cave\", nonce=\"n\", qop=\"auth\""));

        assertThat(answer.header("Authorization")).startsWith("Digest username=\"Aladdin\", realm=\"cave\"");
    }

    @Test
    void whatWasRefusedIsNotSentAgain() throws IOException {
        Request refused = Objects.requireNonNull(answer(null, GET, 401, "Basic realm=\"cave\""));

        assertThat(answer(null, refused, 401, "Basic realm=\"cave\"")).isNull();
    }

    @Test
    void nobodyIsAskedWhoseAnswerCouldNotBeUsed() throws IOException {
        assertThat(answer(null, GET, 401, "Bearer realm=\"cave\"")).isNull();
        assertThat(answer(PROXY, GET, 407, Authenticator.PREEMPTIVE)).isNull();
        assertThat(answer(null, GET, 407, "Basic realm=\"cave\"")).isNull();

        assertThat(keeper.asked).isEmpty();
    }

    @Test
    void theDemandIsTheResponseWhereNothingIsKnown() throws IOException {
        keeper.known = null;

        assertThat(answer(null, GET, 401, "Basic realm=\"cave\"")).isNull();
    }
}
