package dev.hawser.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Protocol;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import java.lang.reflect.Modifier;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TlsTest {
    private static final HeldCertificate HELD =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final HandshakeCertificates CERTIFICATES = new HandshakeCertificates.Builder()
            .heldCertificate(HELD)
            .addTrustedCertificate(HELD.certificate())
            .build();

    private final Scene scene = new Scene(server -> server.useHttps(CERTIFICATES));
    private final SSLSocketFactory asBefore = HttpsURLConnection.getDefaultSSLSocketFactory();
    private final List<String> verified = new ArrayList<>();

    @BeforeEach
    void answer() {
        scene.server.handler(request -> MockResponse.of(200, "secret"));
    }

    @AfterEach
    void close() {
        HttpsURLConnection.setDefaultSSLSocketFactory(asBefore);
        scene.close();
    }

    private HttpsURLConnection open(String host) throws Exception {
        return (HttpsURLConnection) scene.door.open(new URL("https://" + host + ":" + scene.server.port() + "/"));
    }

    @Test
    void theConnectionsOwnSocketFactorySpeaks() throws Exception {
        HttpsURLConnection connection = open("localhost");
        connection.setSSLSocketFactory(CERTIFICATES.sslSocketFactory());

        assertThat(Scene.content(connection)).isEqualTo("secret");
        assertThat(connection.getServerCertificates()).containsExactly(HELD.certificate());
        assertThat(connection.getCipherSuite()).startsWith("TLS_");
        assertThat(connection.getLocalCertificates()).isNull();
        assertThat(connection.getPeerPrincipal()).isEqualTo(HELD.certificate().getSubjectX500Principal());
    }

    @Test
    void theSessionIsShown() throws Exception {
        HttpsURLConnection connection = open("localhost");
        connection.setSSLSocketFactory(CERTIFICATES.sslSocketFactory());
        assertThatIllegalStateException().isThrownBy(connection::getSSLSession).withMessage("connection not yet open");

        assertThat(Scene.content(connection)).isEqualTo("secret");

        SSLSession session = connection.getSSLSession().orElseThrow();
        assertThat(session.getCipherSuite()).isEqualTo(connection.getCipherSuite());
        assertThat(session.getPeerCertificates()).containsExactly(HELD.certificate());
    }

    @Test
    void http2IsSpokenIfTheJvmSaysSo() throws Exception {
        try (Scene told = new Scene(
                server -> {
                    server.useHttps(CERTIFICATES);
                    server.protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
                },
                "hawser.urlconnection.http2=true")) {
            told.server.enqueue(MockResponse.of(200, "hello"));
            HttpsURLConnection connection =
                    (HttpsURLConnection) told.door.open(new URL("https://localhost:" + told.server.port() + "/"));
            connection.setSSLSocketFactory(CERTIFICATES.sslSocketFactory());

            assertThat(connection.getHeaderField(0)).isEqualTo("HTTP/2 200");
            assertThat(Scene.content(connection)).isEqualTo("hello");
        }
    }

    @Test
    void connectionsOfOneSocketFactoryShareWhatIsKept() throws Exception {
        SSLSocketFactory factory = CERTIFICATES.sslSocketFactory();
        for (int i = 0; i < 3; i++) {
            HttpsURLConnection connection = open("localhost");
            connection.setSSLSocketFactory(factory);
            Scene.content(connection);
        }

        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }

    @Test
    void theSocketFactoryForAllSpeaksWhereThereIsNoOther() throws Exception {
        HttpsURLConnection.setDefaultSSLSocketFactory(CERTIFICATES.sslSocketFactory());

        assertThat(Scene.content(open("localhost"))).isEqualTo("secret");
    }

    @Test
    void aCertificateThatTheSystemDoesNotTrustIsRefused() throws Exception {
        HttpsURLConnection connection = open("localhost");

        assertThatThrownBy(connection::getInputStream).isInstanceOf(SSLException.class);
    }

    @Test
    void theVerifierIsNotAskedOfACertificateForTheHost() throws Exception {
        HttpsURLConnection connection = open("localhost");
        connection.setSSLSocketFactory(CERTIFICATES.sslSocketFactory());
        connection.setHostnameVerifier((host, session) -> false);

        assertThat(Scene.content(connection)).isEqualTo("secret");
    }

    @Test
    void theVerifierIsAskedOfACertificateForAnotherHost() throws Exception {
        HttpsURLConnection trusting = open("127.0.0.1");
        trusting.setSSLSocketFactory(CERTIFICATES.sslSocketFactory());
        trusting.setHostnameVerifier((host, session) -> verified.add(host));
        HttpsURLConnection other = open("127.0.0.1");
        other.setSSLSocketFactory(CERTIFICATES.sslSocketFactory());

        assertThat(Scene.content(trusting)).isEqualTo("secret");
        assertThat(verified).containsExactly("127.0.0.1");
        assertThatThrownBy(other::getInputStream).isInstanceOf(SSLException.class);
    }

    @Test
    void whatTheHandshakeGaveIsKnownFromConnectOn() throws Exception {
        HttpsURLConnection connection = open("localhost");
        connection.setSSLSocketFactory(CERTIFICATES.sslSocketFactory());
        assertThatIllegalStateException().isThrownBy(connection::getCipherSuite).withMessage("connection not yet open");

        connection.connect();

        assertThat(connection.getServerCertificates()).hasSize(1);
    }

    @Test
    void allButTheQuestionsThatAskOthersIsPassedOnToTheConnection() {
        Set<String> passedOn = signatures(HawserHttpsConnection.class);

        Set<String> inherited = signatures(URLConnection.class);
        inherited.addAll(signatures(HttpURLConnection.class));
        inherited.removeAll(passedOn);

        assertThat(inherited)
                .as("that ask for fields and for the content")
                .isSubsetOf(
                        "getContent[]",
                        "getContent[class [Ljava.lang.Class;]",
                        "getContentEncoding[]",
                        "getContentLength[]",
                        "getContentLengthLong[]",
                        "getContentType[]",
                        "getDate[]",
                        "getExpiration[]",
                        "getHeaderFieldDate[class java.lang.String, long]",
                        "getHeaderFieldInt[class java.lang.String, int]",
                        "getHeaderFieldLong[class java.lang.String, long]",
                        "getLastModified[]",
                        "getPermission[]");
    }

    private static Set<String> signatures(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method ->
                        !Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers()))
                .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
