package dev.hawser.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JdkSettingsTest {
    private static final String JAVA = "Java/" + System.getProperty("java.version");

    @Test
    void areTheJdksUnlessSetButThatNoPostIsSentTwice() {
        assertThat(Scene.settings())
                .isEqualTo(new JdkSettings(
                        true,
                        5,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        JAVA,
                        20,
                        0,
                        0,
                        false,
                        false,
                        false,
                        List.of("basic"),
                        List.of(),
                        false));
    }

    @Test
    void areReadFromTheJdksProperties() {
        assertThat(Scene.settings(
                        "http.keepAlive=false",
                        "http.maxConnections=7",
                        "http.keepAlive.time.server=3",
                        "http.keepAlive.time.proxy=4",
                        "http.agent=Crawler/1",
                        "http.maxRedirects=2",
                        "sun.net.client.defaultConnectTimeout=100",
                        "sun.net.client.defaultReadTimeout=200",
                        "sun.net.http.retryPost=true",
                        "http.strictPostRedirect=true",
                        "sun.net.http.allowRestrictedHeaders=true",
                        "jdk.http.auth.tunneling.disabledSchemes=",
                        "jdk.http.auth.proxying.disabledSchemes=Basic, Digest",
                        "hawser.urlconnection.http2=true"))
                .isEqualTo(new JdkSettings(
                        false,
                        7,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        "Crawler/1 " + JAVA,
                        2,
                        100,
                        200,
                        true,
                        true,
                        true,
                        List.of(),
                        List.of("basic", "digest"),
                        true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "0", "-3"})
    void fallBackOnTheDefaultWhereTheyMakeNoSense(String most) {
        assertThat(Scene.settings("http.maxConnections=" + most).maxConnections())
                .isEqualTo(5);
    }

    @Test
    void thatKeepForNoTimeAreTheShortestThatThereIs() {
        assertThat(Scene.settings("http.keepAlive.time.server=0").keepAliveServer())
                .isEqualTo(Duration.ofNanos(1));
        assertThat(Scene.settings("http.keepAlive.time.server=-1").keepAliveServer())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void boundRedirects() throws Exception {
        try (Scene scene = new Scene("http.maxRedirects=2")) {
            scene.server.handler(request -> Cases.redirect(302, "/on"));

            assertThatThrownBy(() -> scene.get("/"))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("Server redirected too many times (2)");
            assertThat(scene.server.requestCount()).isEqualTo(2);
        }
    }

    @Test
    void keepAPostThatIsRedirected() throws Exception {
        try (Scene scene = new Scene("http.strictPostRedirect=true")) {
            scene.server.enqueue(Cases.redirect(302, "/there"));
            scene.server.enqueue(MockResponse.of(200, "posted"));
            HttpURLConnection connection = scene.open("/");
            Scene.write(connection, "content");

            assertThat(Scene.content(connection)).isEqualTo("posted");
            assertThat(scene.server.takeRequest().method()).isEqualTo("POST");
            RecordedRequest second = scene.server.takeRequest();
            assertThat(second.method()).isEqualTo("POST");
            assertThat(second.bodyString()).isEqualTo("content");
        }
    }

    @Test
    void letAProgramSetRestrictedFields() throws Exception {
        try (Scene scene = new Scene("sun.net.http.allowRestrictedHeaders=true")) {
            scene.server.enqueue(MockResponse.of(200, "x"));
            HttpURLConnection connection = scene.open("/");
            connection.setRequestProperty("Host", "knots.example");
            connection.setRequestProperty("Origin", "https://knots.example");

            Scene.content(connection);

            RecordedRequest request = scene.server.takeRequest();
            assertThat(request.headers().values("Host")).containsExactly("knots.example");
            assertThat(request.header("Origin")).isEqualTo("https://knots.example");
        }
    }

    @Test
    void nameTheAgent() throws Exception {
        try (Scene scene = new Scene("http.agent=Crawler/1")) {
            scene.server.enqueue(MockResponse.of(200, "x"));

            scene.get("/");

            assertThat(scene.server.takeRequest().header("User-Agent")).isEqualTo("Crawler/1 " + JAVA);
        }
    }

    @Test
    void ofTimeAreWhatConnectionsBeginWith() throws Exception {
        try (Scene scene =
                new Scene("sun.net.client.defaultConnectTimeout=100", "sun.net.client.defaultReadTimeout=200")) {
            HttpURLConnection connection = (HttpURLConnection) scene.door.open(new URL("http://localhost/"));

            assertThat(connection.getConnectTimeout()).isEqualTo(100);
            assertThat(connection.getReadTimeout()).isEqualTo(200);
        }
    }
}
