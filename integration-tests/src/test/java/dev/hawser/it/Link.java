package dev.hawser.it;

import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.it.proxies.LoopbackProxy;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.TestServer;
import java.net.Proxy;
import java.util.List;

/** What calls to the test server go over: a protocol, and what lies below it. */
public enum Link {
    /** HTTP/1.1 in the clear. */
    H1,
    /** HTTP/1.1 over TLS by an engine. */
    H1_TLS,
    /** HTTP/1.1 over TLS by a user's factory of sockets. */
    H1_LAYERED,
    /** HTTP/1.1 over TLS, through a proxy that is told CONNECT. */
    H1_TUNNEL,
    /** HTTP/2 over TLS by an engine, agreed on by ALPN. */
    H2,
    /** HTTP/2 over TLS by a user's factory of sockets. */
    H2_LAYERED,
    /** HTTP/2 in the clear, by prior knowledge. */
    H2C;

    /** The names under which tests reach the server, but for {@code localhost}. */
    private static final List<String> NAMES = List.of(
            "www.example.com",
            "shop.example.com",
            "www.example.org",
            "name.example",
            "inside.example",
            "outside.example",
            "service.test");

    private static final HandshakeCertificates CERTIFICATES = certificates();

    private static HandshakeCertificates certificates() {
        HeldCertificate.Builder held = new HeldCertificate.Builder().addSubjectAlternativeName("localhost");
        NAMES.forEach(held::addSubjectAlternativeName);
        for (int last = 1; last <= 5; last++) {
            held.addSubjectAlternativeName("127.0.0." + last);
        }
        HeldCertificate certificate = held.build();
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(certificate.certificate())
                .build();
    }

    /** Whether many exchanges share a connection. */
    public boolean isH2() {
        return protocol() != Protocol.HTTP_1_1;
    }

    /** Whether TLS is spoken. */
    public boolean isTls() {
        return this != H1 && this != H2C;
    }

    /** What responses say that they came by. */
    public Protocol protocol() {
        return switch (this) {
            case H1, H1_TLS, H1_LAYERED, H1_TUNNEL -> Protocol.HTTP_1_1;
            case H2, H2_LAYERED -> Protocol.HTTP_2;
            case H2C -> Protocol.H2_PRIOR_KNOWLEDGE;
        };
    }

    /** What a client or a server is told to speak. */
    public List<Protocol> protocols() {
        return protocol() == Protocol.HTTP_2 ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(protocol());
    }

    /** The scheme of its URLs. */
    public String scheme() {
        return isTls() ? "https" : "http";
    }

    /** Sets a server up for this, before its start. */
    public TestServer prepare(TestServer server) {
        if (isTls()) {
            server.useHttps(CERTIFICATES);
        }
        server.protocols(protocols());
        return server;
    }

    /** Starts a server at the other end. */
    public void start(TestServer server) {
        prepare(server).start();
    }

    /** A builder of clients for this end. */
    public HawserClient.Builder client() {
        HawserClient.Builder builder = new HawserClient.Builder().protocols(protocols());
        return switch (this) {
            case H1, H2C -> builder;
            case H1_TLS, H2 -> builder.sslContext(CERTIFICATES.sslContext(), CERTIFICATES.trustManager());
            case H1_LAYERED, H2_LAYERED ->
                builder.sslSocketFactory(CERTIFICATES.sslSocketFactory(), CERTIFICATES.trustManager());
            case H1_TUNNEL ->
                builder.sslContext(CERTIFICATES.sslContext(), CERTIFICATES.trustManager())
                        .proxy(Tunnels.PROXY);
        };
    }

    /** The proxy for all tests of this process. */
    private static final class Tunnels {
        static final Proxy PROXY = LoopbackProxy.tunnels().as(Proxy.Type.HTTP);
    }
}
