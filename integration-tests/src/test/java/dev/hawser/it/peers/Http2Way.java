package dev.hawser.it.peers;

import dev.hawser.Protocol;
import dev.hawser.it.peers.WebServer.Site;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server of HTTP/2 that others have written, and a way to it. */
enum Http2Way {
    NGHTTPD_CLEAR(Protocol.H2_PRIOR_KNOWLEDGE),
    NGHTTPD_TLS(Protocol.HTTP_2),
    NGINX_TLS(Protocol.HTTP_2),
    APACHE_TLS(Protocol.HTTP_2),
    H2O_CLEAR(Protocol.H2_PRIOR_KNOWLEDGE),
    H2O_TLS(Protocol.HTTP_2),
    CADDY_CLEAR(Protocol.H2_PRIOR_KNOWLEDGE),
    CADDY_TLS(Protocol.HTTP_2),
    /** haproxy before a server of HTTP/2, with another connection behind it. */
    HAPROXY_CLEAR(Protocol.H2_PRIOR_KNOWLEDGE),
    HAPROXY_TLS(Protocol.HTTP_2);

    final Protocol protocol;

    Http2Way(Protocol protocol) {
        this.protocol = protocol;
    }

    Served start(Identities identities) {
        return switch (this) {
            case NGINX_TLS -> new Served(WebServer.NGINX.start(site(identities)), null);
            case APACHE_TLS -> new Served(WebServer.APACHE.start(site(identities)), null);
            case H2O_CLEAR, H2O_TLS -> new Served(h2o(identities), null);
            case CADDY_CLEAR, CADDY_TLS -> new Served(caddy(identities), null);
            case HAPROXY_CLEAR, HAPROXY_TLS -> {
                Peer behind = nghttpd(setup -> "--no-tls " + setup.port("clear"));
                yield new Served(haproxy(identities, behind), behind);
            }
            case NGHTTPD_CLEAR -> new Served(nghttpd(setup -> "--no-tls " + setup.port("clear")), null);
            case NGHTTPD_TLS ->
                new Served(
                        nghttpd(setup -> setup.port("tls")
                                + " %1$s.key %1$s.pem"
                                        .formatted(site(identities).identity(setup))),
                        null);
        };
    }

    private static Site site(Identities identities) {
        return new Site(identities, List.of("TLSv1.2", "TLSv1.3"), false);
    }

    private static void files(Setup setup) {
        setup.file("site/hello.txt", WebServer.HELLO);
        setup.file("site/large.bin", WebServer.LARGE);
    }

    private static Peer nghttpd(Function<Setup, String> way) {
        return Peer.start(Program.NGHTTPD, setup -> {
            files(setup);
            return "-a 127.0.0.1 --echo-upload --trailer=checksum:7 -d " + setup.folder() + "/site " + way.apply(setup);
        });
    }

    private static Peer h2o(Identities identities) {
        return Peer.start(Program.H2O, setup -> {
            files(setup);
            return """
                    user: root
                    num-threads: 2
                    http2-reprioritize-blocking-assets: OFF
                    hosts:
                      default:
                        listen:
                          host: 127.0.0.1
                          port: %2$d
                        paths:
                          /:
                            file.dir: %1$s/site
                      localhost:
                        listen:
                          host: 127.0.0.1
                          port: %3$d
                          ssl:
                            certificate-file: %4$s.pem
                            key-file: %4$s.key
                        paths:
                          /:
                            file.dir: %1$s/site
                    """.formatted(
                            setup.folder(),
                            setup.port("clear"),
                            setup.port("tls"),
                            site(identities).identity(setup));
        });
    }

    private static Peer caddy(Identities identities) {
        return Peer.start(Program.CADDY, setup -> {
            files(setup);
            return """
                    {
                      admin off
                      auto_https off
                      storage file_system %1$s/storage
                      servers {
                        protocols h1 h2 h2c
                      }
                    }
                    http://localhost:%2$d {
                      bind 127.0.0.1
                      root * %1$s/site
                      file_server
                    }
                    https://localhost:%3$d {
                      bind 127.0.0.1
                      tls %4$s.pem %4$s.key
                      root * %1$s/site
                      file_server
                    }
                    """.formatted(
                            setup.folder(),
                            setup.port("clear"),
                            setup.port("tls"),
                            site(identities).identity(setup));
        });
    }

    private static Peer haproxy(Identities identities, Peer behind) {
        return Peer.start(Program.HAPROXY, setup -> """
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                frontend entry
                  bind 127.0.0.1:%1$d proto h2
                  bind 127.0.0.1:%2$d ssl crt %3$s.all alpn h2,http/1.1
                  default_backend behind
                backend behind
                  server nghttpd 127.0.0.1:%4$d proto h2
                """.formatted(
                        setup.port("clear"),
                        setup.port("tls"),
                        setup.identity("server", identities.of("localhost"), identities.between),
                        behind.port("clear")));
    }

    List<Protocol> protocols() {
        return protocol == Protocol.HTTP_2
                ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                : List.of(Protocol.H2_PRIOR_KNOWLEDGE);
    }

    String url(Served served, String path) {
        String port = protocol == Protocol.HTTP_2 ? "tls" : "clear";
        return (port.equals("tls") ? "https" : "http") + "://localhost:" + served.front.port(port) + path;
    }

    /** A server, and the one behind it if it is a proxy. */
    record Served(Peer front, @Nullable Peer behind) implements AutoCloseable {
        @Override
        public void close() {
            front.close();
            if (behind != null) {
                behind.close();
            }
        }
    }
}
