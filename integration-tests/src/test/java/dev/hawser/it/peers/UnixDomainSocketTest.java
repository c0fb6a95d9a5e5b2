package dev.hawser.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.SocketsLeft;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** nginx at a Unix domain socket, by HTTP/1.1; the one with the test server has HTTP/2 too. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class UnixDomainSocketTest {
    @Test
    void aKeptConnectionServesAllCalls() throws Exception {
        AtomicReference<Path> socket = new AtomicReference<>();
        try (Peer nginx = Peer.start(Program.NGINX, setup -> {
                    socket.set(setup.folder().resolve("socket"));
                    return """
                            daemon off;
                            user root;
                            pid %1$s/pid;
                            error_log %1$s/error.log;
                            events { }
                            http {
                              access_log off;
                              client_body_temp_path %1$s/body;
                              proxy_temp_path %1$s/proxy;
                              fastcgi_temp_path %1$s/fastcgi;
                              uwsgi_temp_path %1$s/uwsgi;
                              scgi_temp_path %1$s/scgi;
                              server {
                                listen 127.0.0.1:%2$d;
                                listen unix:%1$s/socket;
                                location / { return 200 "$server_addr $connection_requests"; }
                              }
                            }
                            """.formatted(setup.folder(), setup.port("plain"));
                });
                HawserClient client = new HawserClient.Builder()
                        .unixDomainSocket(socket.get())
                        .build()) {
            for (int calls = 1; calls <= 10; calls++) {
                Request request = new Request.Builder().url("http://localhost/").build();
                try (Response response = client.newCall(request).execute()) {
                    assertThat(response.body().string()).isEqualTo("unix:" + nginx.folder() + "/socket " + calls);
                }
            }
        }
    }
}
