package dev.hawser.it.peers;

import java.util.List;

/**
 * A web server with the same small site, whichever it is: {@code /hello.txt}, {@code /large.bin}, {@code /text.txt}, which it
 * compresses; {@code /moved}, a redirect to the first; {@code /upload/}, where files can be put; {@code /small/}, where none
 * above 1 KiB can. It serves the site at its port {@code plain}, and over TLS at {@code tls}, with the certificate of its setup.
 */
enum WebServer {
    NGINX(Program.NGINX) {
        @Override
        String configuration(Setup setup, Site site) {
            return """
                    daemon off;
                    user root;
                    worker_processes 2;
                    pid %1$s/pid;
                    error_log %1$s/error.log;
                    events { worker_connections 500; }
                    http {
                      access_log off;
                      client_body_temp_path %1$s/body;
                      proxy_temp_path %1$s/proxy;
                      fastcgi_temp_path %1$s/fastcgi;
                      uwsgi_temp_path %1$s/uwsgi;
                      scgi_temp_path %1$s/scgi;
                      keepalive_requests 100000;
                      client_max_body_size 64m;
                      types { text/plain txt; application/octet-stream bin; }
                      gzip on;
                      gzip_types text/plain;
                      gzip_min_length 1000;
                      root %1$s/site;
                      server {
                        listen 127.0.0.1:%2$d;
                        listen 127.0.0.1:%3$d ssl http2;
                        ssl_certificate %4$s.pem;
                        ssl_certificate_key %4$s.key;
                        ssl_protocols %5$s;
                        ssl_session_cache shared:tls:1m;
                        %6$s
                        add_header X-Resumed $ssl_session_reused;
                        add_header X-Protocol "$ssl_protocol $ssl_alpn_protocol";
                        add_header X-Client $ssl_client_s_dn;
                        location /moved { return 302 /hello.txt; }
                        location /upload/ { dav_methods PUT DELETE; }
                        location /small/ { dav_methods PUT; client_max_body_size 1k; }
                      }
                    }
                    """.formatted(
                            setup.folder(),
                            setup.port("plain"),
                            setup.port("tls"),
                            site.identity(setup),
                            String.join(" ", site.versions()),
                            site.wantsClients()
                                    ? "ssl_verify_client on; ssl_verify_depth 3; ssl_client_certificate "
                                            + site.authorities(setup) + ";"
                                    : "");
        }
    },
    APACHE(Program.APACHE2) {
        @Override
        String configuration(Setup setup, Site site) {
            return """
                    ServerName localhost
                    User nobody
                    Group nogroup
                    PidFile %1$s/pid
                    DefaultRuntimeDir %1$s
                    ErrorLog %1$s/error.log
                    %7$s
                    TypesConfig /dev/null
                    AddType text/plain txt
                    KeepAlive On
                    MaxKeepAliveRequests 0
                    KeepAliveTimeout 60
                    DocumentRoot %1$s/site
                    <Directory %1$s/site>
                      Require all granted
                    </Directory>
                    AddOutputFilterByType DEFLATE text/plain
                    Redirect 302 /moved /hello.txt
                    DavLockDB %1$s/shared/lock
                    <Location /upload>
                      Dav On
                    </Location>
                    <Location /small>
                      Dav On
                      LimitRequestBody 1024
                    </Location>
                    Listen 127.0.0.1:%2$d
                    Listen 127.0.0.1:%3$d
                    SSLSessionCache shmcb:%1$s/sessions(512000)
                    <VirtualHost 127.0.0.1:%3$d>
                      Protocols h2 http/1.1
                      SSLEngine on
                      SSLCertificateFile %4$s.pem
                      SSLCertificateKeyFile %4$s.key
                      SSLProtocol %5$s
                      %6$s
                      Header set X-Resumed expr=%%{SSL_SESSION_RESUMED}
                      Header set X-Protocol expr=%%{SSL_PROTOCOL}
                      Header set X-Client expr=%%{SSL_CLIENT_S_DN}
                    </VirtualHost>
                    """.formatted(
                            setup.folder(),
                            setup.port("plain"),
                            setup.port("tls"),
                            site.identity(setup),
                            "-all +" + String.join(" +", site.versions()),
                            site.wantsClients()
                                    ? "SSLVerifyClient require\nSSLVerifyDepth 3\nSSLCACertificateFile "
                                            + site.authorities(setup)
                                    : "",
                            modules());
        }
    };

    /** Where Debian and its kin have apache2's modules. */
    private static final String MODULES = "/usr/lib/apache2/modules/";

    static final String HELLO = "hello from the quay\n";
    static final String TEXT = "bollard, cleat, fairlead\n".repeat(20_000);
    static final byte[] LARGE = new byte[20_000_000];

    static {
        new java.util.Random(7).nextBytes(LARGE);
    }

    private final Program program;

    WebServer(Program program) {
        this.program = program;
    }

    abstract String configuration(Setup setup, Site site);

    /**
     * What differs between one site and the other.
     *
     * @param identities who signs
     * @param versions the names of the TLS versions, as both servers have them
     * @param wantsClients whether the client must show a certificate that the authority signed
     */
    record Site(Identities identities, List<String> versions, boolean wantsClients) {
        String identity(Setup setup) {
            return setup.identity("server", identities.of("localhost", "quay.example"), identities.between)
                    .toString();
        }

        String authorities(Setup setup) {
            return setup.certificates("clients.pem", identities.root).toString();
        }
    }

    Peer start(Site site) {
        return Peer.start(program, setup -> {
            setup.sharedFolder("shared");
            setup.sharedFolder("site/upload");
            setup.sharedFolder("site/small");
            setup.file("site/hello.txt", HELLO);
            setup.file("site/text.txt", TEXT);
            setup.file("site/large.bin", LARGE);
            return configuration(setup, site);
        });
    }

    private static String modules() {
        StringBuilder lines = new StringBuilder();
        for (String module : List.of(
                "mpm_event",
                "authz_core",
                "alias",
                "mime",
                "dav",
                "dav_fs",
                "filter",
                "deflate",
                "headers",
                "socache_shmcb",
                "ssl",
                "http2")) {
            lines.append("LoadModule ")
                    .append(module)
                    .append("_module ")
                    .append(MODULES)
                    .append("mod_")
                    .append(module)
                    .append(".so\n");
        }
        return lines.toString();
    }
}
