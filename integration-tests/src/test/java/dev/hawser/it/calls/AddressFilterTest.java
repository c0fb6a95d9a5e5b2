package dev.hawser.it.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hawser.AddressFilter;
import dev.hawser.AddressRefusedException;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that must not be made to fetch from the network that it stands in. */
@Timeout(60)
@EveryProtocol({Link.H1, Link.H1_TLS, Link.H2, Link.H2C}) // a proxy would look names up itself
class AddressFilterTest {
    private final TestServer server = new TestServer();
    private final Link link;
    private final HawserClient open;

    AddressFilterTest(Link link) {
        this.link = link;
        this.open = link.client().build();
    }

    @BeforeEach
    void start() {
        link.start(server);
    }

    @AfterEach
    void stop() {
        open.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private HttpUrl at(String host) {
        return server.url("/").newBuilder().host(host).build();
    }

    private static void get(HawserClient client, HttpUrl url) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            assertThat(response.body().string()).isEqualTo("secret");
        }
    }

    @Test
    void refusesANameThatLeadsInsideBeforeAnythingIsSent() {
        try (HawserClient client = link.client()
                .dns(hostname -> List.of(InetAddress.getByName("127.0.0.1")))
                .addressFilter(AddressFilter.PUBLIC_ONLY)
                .build()) {
            assertThatExceptionOfType(AddressRefusedException.class)
                    .isThrownBy(() -> get(client, at("harmless.example")))
                    .withMessage("harmless.example: the address filter refuses 127.0.0.1");
        }
        assertThat(server.requestCount()).isZero();
    }

    @Test
    void refusesAHostThatIsAnAddressItself() {
        try (HawserClient client =
                link.client().addressFilter(AddressFilter.PUBLIC_ONLY).build()) {
            assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> get(client, at("127.0.0.1")));
            assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> get(client, at("0x7f.1")));
            assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> get(client, at("[::1]")));
        }
    }

    @Test
    void refusesWhereARedirectLeads() {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", at("inside.example").toString())
                .build());
        try (HawserClient client = link.client()
                .dns(hostname ->
                        List.of(InetAddress.getByName(hostname.equals("inside.example") ? "10.1.2.3" : "127.0.0.1")))
                .addressFilter(address -> !address.isSiteLocalAddress())
                .build()) {
            assertThatExceptionOfType(AddressRefusedException.class)
                    .isThrownBy(() -> get(client, at("outside.example")))
                    .withMessage("inside.example: the address filter refuses 10.1.2.3");
        }
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void doesNotUseAConnectionThatAnUnfilteredClientOfTheSamePoolHasMade() throws IOException {
        server.enqueue(MockResponse.of(200, "secret"));
        get(open, at("127.0.0.1"));
        assertThat(open.connectionPool().idleConnectionCount()).isEqualTo(1);
        HawserClient filtered =
                open.newBuilder().addressFilter(AddressFilter.PUBLIC_ONLY).build();

        assertThatExceptionOfType(AddressRefusedException.class).isThrownBy(() -> get(filtered, at("127.0.0.1")));
        assertThat(server.requestCount()).isEqualTo(1);
    }
}
