package dev.hawser.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.testserver.MockResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.spi.URLStreamHandlerProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class InstallationTest {
    @Test
    void theFactoryTakesHttpAndHttpsAndLeavesTheRestToTheJdk() {
        HawserUrlStreamHandlerFactory factory = new HawserUrlStreamHandlerFactory();

        assertThat(factory.createURLStreamHandler("http")).isNotNull();
        assertThat(factory.createURLStreamHandler("HTTPS")).isNotNull();
        for (String other : List.of("file", "jar", "ftp", "jrt", "mailto")) {
            assertThat(factory.createURLStreamHandler(other)).isNull();
        }
    }

    @Test
    void theServiceIsFoundAndTakesNothingWithoutTheProperty() {
        URLStreamHandlerProvider service = ServiceLoader.load(URLStreamHandlerProvider.class).stream()
                .filter(each -> each.type() == HawserUrlStreamHandlerProvider.class)
                .findFirst()
                .orElseThrow()
                .get();

        assertThat(service.createURLStreamHandler("http")).isNull();
        assertThat(new HawserUrlStreamHandlerProvider(true).createURLStreamHandler("http"))
                .isNotNull();
        assertThat(new HawserUrlStreamHandlerProvider(true).createURLStreamHandler("file"))
                .isNull();
    }

    @Test
    void aUrlOfAnotherProtocolIsLeftToTheJdk(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("a.txt"), "on disk");

        URLConnection connection = HawserUrlConnections.open(file.toUri().toURL());

        try (InputStream content = connection.getInputStream()) {
            assertThat(content).hasContent("on disk");
        }
    }

    @Test
    void aUrlThatIsNoneOfHttpIsRefusedAtOnce() throws Exception {
        URL url = new URL("http://localhost:99999/");

        assertThatThrownBy(() -> HawserUrlConnections.open(url)).isInstanceOf(MalformedURLException.class);
    }

    @Test
    void openIsAllThatTakesToUseTheJvmsOwnClient() throws Exception {
        try (Scene scene = new Scene()) {
            scene.server.enqueue(MockResponse.of(200, "hello"));

            HttpURLConnection connection = (HttpURLConnection) HawserUrlConnections.open(scene.url("/"));

            assertThat(Scene.content(connection)).isEqualTo("hello");
            assertThat(HawserUrlConnections.client().connectionPool().idleConnectionCount())
                    .isPositive();
        }
    }

    @Test
    void aClientOfOnesOwnHasItsPoolAndItsTimeouts() throws Exception {
        HawserClient client =
                new HawserClient.Builder().readTimeout(Duration.ofMillis(123)).build();
        try (Scene scene = new Scene()) {
            scene.server.enqueue(MockResponse.of(200, "hello"));

            HttpURLConnection connection =
                    (HttpURLConnection) new HawserUrlStreamHandlerFactory(client).open(scene.url("/"));

            assertThat(connection.getReadTimeout()).isEqualTo(123);
            assertThat(Scene.content(connection)).isEqualTo("hello");
            assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
            client.close();
            assertThat(client.connectionPool().connectionCount()).isZero();
        }
    }

    @Test
    void theInterceptorsOfAClientSeeTheRequestAsItTurnedOut() throws Exception {
        List<String> seen = new ArrayList<>();
        try (Scene scene = new Scene();
                HawserClient client = new HawserClient.Builder()
                        .addInterceptor(chain -> {
                            seen.add(chain.request().method());
                            return chain.proceed(chain.request()
                                    .newBuilder()
                                    .header("X-Added", "yes")
                                    .build());
                        })
                        .build()) {
            scene.server.enqueue(MockResponse.of(200, "hello"));
            HttpURLConnection connection =
                    (HttpURLConnection) new HawserUrlStreamHandlerFactory(client).open(scene.url("/"));
            connection.setDoOutput(true);
            connection.connect();
            connection.getOutputStream().write('x');

            assertThat(Scene.content(connection)).isEqualTo("hello");

            assertThat(seen).containsExactly("POST");
            assertThat(scene.server.takeRequest().header("X-Added")).isEqualTo("yes");
        }
    }

    @Test
    void http2IsSpokenIfAskedFor() throws Exception {
        try (Scene scene = new Scene(server -> server.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)));
                HawserClient client = new HawserClient.Builder()
                        .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                        .build()) {
            scene.server.enqueue(MockResponse.of(200, "hello"));

            HttpURLConnection connection = (HttpURLConnection)
                    HawserUrlStreamHandlerFactory.withProtocolsOf(client).open(scene.url("/"));

            assertThat(connection.getResponseCode()).isEqualTo(200);
            assertThat(connection.getResponseMessage()).isNull();
            assertThat(connection.getHeaderField(0)).isEqualTo("HTTP/2 200");
            assertThat(Scene.content(connection)).isEqualTo("hello");
        }
    }

    @Test
    void http11IsSpokenIfItIsNotAskedFor() throws Exception {
        try (Scene scene = new Scene();
                HawserClient client = new HawserClient.Builder()
                        .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                        .build()) {
            scene.server.enqueue(MockResponse.of(200, "hello"));

            URLConnection connection = new HawserUrlStreamHandlerFactory(client).open(scene.url("/"));

            assertThat(connection.getHeaderField(0)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void theJvmsProxySelectorIsAskedThatThereIsAtTheTime() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        try (Scene scene = new Scene()) {
            scene.server.enqueue(MockResponse.of(200, "by proxy"));
            ProxySelector.setDefault(new ProxySelector() {
                @Override
                public List<Proxy> select(URI uri) {
                    InetSocketAddress address = new InetSocketAddress(scene.server.hostName(), scene.server.port());
                    return List.of(new Proxy(Proxy.Type.HTTP, address));
                }

                @Override
                public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
            });

            HttpURLConnection connection = (HttpURLConnection) scene.door.open(new URL("http://example.invalid/x"));

            assertThat(Scene.content(connection)).isEqualTo("by proxy");
            assertThat(connection.usingProxy()).isTrue();
        } finally {
            ProxySelector.setDefault(before);
        }
    }
}
