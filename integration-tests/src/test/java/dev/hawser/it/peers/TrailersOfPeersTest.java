package dev.hawser.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.SocketsLeft;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Content that a server of HTTP/2 sends back, with trailers behind it. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class TrailersOfPeersTest {
    private final Identities identities = new Identities();
    private final byte[] content = new byte[3_000_000];

    TrailersOfPeersTest() {
        new Random(5).nextBytes(content);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NGHTTPD.*", "HAPROXY.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void comeBehindContentOfAnySize(Http2Way way) throws IOException {
        try (Http2Way.Served peer = way.start(identities);
                ConnectionPool pool = new ConnectionPool()) {
            HawserClient client = identities
                    .client()
                    .connectionPool(pool)
                    .protocols(way.protocols())
                    .build();
            for (int size : new int[] {0, 1, 20_000, content.length}) {
                byte[] part = Arrays.copyOf(content, size);
                Request post = new Request.Builder()
                        .url(way.url(peer, "/echo"))
                        .post(RequestBody.create(part))
                        .build();
                try (Response response = client.newCall(post).execute()) {
                    assertThat(response.body().bytes()).isEqualTo(part);
                    assertThat(response.trailers().get("checksum")).isEqualTo("7");
                }
            }
            assertThat(pool.connectionCount()).isEqualTo(1);
        }
    }
}
