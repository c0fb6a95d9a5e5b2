package dev.hawser;

import dev.hawser.internal.text.FieldLists;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * User name and password for one server, or for proxies, by the scheme Digest (RFC 7616): with SHA-256, SHA-512-256 and MD5,
 * {@code auth} and {@code auth-int}, and as RFC 2069 has it. It answers demands:
 *
 * <pre>{@code
 * DigestAuthenticator digest = DigestAuthenticator.forServer(url, "ann", "knot");
 * client.newBuilder().authenticator(digest).addNetworkInterceptor(digest).build()
 * }</pre>
 *
 * <p>As a network interceptor it uses the server's nonce for the requests that follow, which saves each of them a demand. Of
 * several challenges it answers the first that it can. Nothing goes to another server, whatever redirects say. MD5 is as
 * weak as it is known to be: it is used only if the server offers nothing else before it. Safe for use by many threads.
 */
public final class DigestAuthenticator implements Authenticator, Interceptor {
    private static final int CNONCE_BYTES = 16;

    private final Audience audience;
    private final String username;
    private final String password;
    private final Supplier<String> cnonces;

    /** What the last demand began. */
    private volatile @Nullable DigestSession session;

    DigestAuthenticator(Audience audience, String username, String password, Supplier<String> cnonces) {
        this.audience = audience;
        this.username = Objects.requireNonNull(username, "username");
        this.password = Objects.requireNonNull(password, "password");
        this.cnonces = cnonces;
    }

    /** Credentials for the server of a URL; scheme, host and port count. */
    public static DigestAuthenticator forServer(HttpUrl url, String username, String password) {
        return new DigestAuthenticator(Audience.server(url), username, password, randomCnonces());
    }

    /** Credentials for HTTP proxies; for {@link HawserClient.Builder#proxyAuthenticator}. */
    public static DigestAuthenticator forProxy(String username, String password) {
        return new DigestAuthenticator(Audience.proxies(), username, password, randomCnonces());
    }

    private static Supplier<String> randomCnonces() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] bytes = new byte[CNONCE_BYTES];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        };
    }

    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) throws IOException {
        Request request = response.request();
        if (!audience.demands(response)) {
            return null;
        }
        for (Challenge challenge : response.challenges()) {
            if (!challenge.scheme().equalsIgnoreCase("Digest")) {
                continue;
            }
            DigestSession begun = DigestSession.of(challenge, request.body(), cnonces.get());
            if (begun != null) {
                boolean stale = "true".equalsIgnoreCase(challenge.authParams().get("stale"));
                if (!stale && sentFor(response, begun.realm())) {
                    return null;
                }
                session = begun;
                return with(begun, request);
            }
        }
        return null;
    }

    /** Whether the request carries these credentials already, and not those of what it was redirected from: they are wrong then. */
    private boolean sentFor(Response response, String realm) {
        String sent = audience.refused(response);
        return sent != null
                && sent.regionMatches(true, 0, "Digest ", 0, 7)
                && realm.equals(FieldLists.valueOf(sent.substring(7), ',', "realm"))
                && target(response.request()).equals(FieldLists.valueOf(sent.substring(7), ',', "uri"));
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        DigestSession known = session;
        if (known == null || audience.server() == null || !audience.hears(request)) {
            return chain.proceed(request);
        }
        boolean sends = request.header(audience.field()) == null
                && (!"auth-int".equals(known.qop()) || isReplayable(request.body()));
        Response response = chain.proceed(sends ? with(known, request) : request);
        String info = response.header("Authentication-Info");
        String nonce = info == null ? null : FieldLists.valueOf(info, ',', "nextnonce");
        if (nonce != null) {
            session = known.withNonce(nonce);
        }
        return response;
    }

    private static boolean isReplayable(@Nullable RequestBody body) {
        return body == null || !body.isOneShot();
    }

    private Request with(DigestSession with, Request request) throws IOException {
        String credentials = with.credentials(username, password, request.method(), target(request), request.body());
        return request.newBuilder().header(audience.field(), credentials).build();
    }

    /** What the request line asks for: of a proxy the server for CONNECT, else the whole URL (RFC 9112, section 3.2). */
    private String target(Request request) {
        HttpUrl url = request.url();
        if (request.method().equals("CONNECT")) {
            String host = url.host();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + url.port();
        }
        String query = url.encodedQuery();
        String path = url.encodedPath() + (query == null ? "" : "?" + query);
        String origin = url.origin().toString();
        return audience.server() == null ? origin.substring(0, origin.length() - 1) + path : path;
    }

    /** For whom; neither name nor password. */
    @Override
    public String toString() {
        return "DigestAuthenticator{" + audience + "}";
    }
}
