package dev.hawser;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * User name and password for one server, or for proxies, by the scheme Basic (RFC 7617). It answers demands:
 *
 * <pre>{@code
 * client.newBuilder().authenticator(BasicAuthenticator.forServer(url, "ann", "knot")).build()
 * }</pre>
 *
 * <p>Added as a network interceptor, too, it sends the credentials with the first request already. They go to no other
 * server, whatever redirects say. Over {@code http} anyone on the way can read them. Immutable, and safe for use by many
 * threads.
 */
public final class BasicAuthenticator implements Authenticator, Interceptor {
    private final Audience audience;
    private final String username;
    private final String password;

    private BasicAuthenticator(Audience audience, String username, String password) {
        this.audience = audience;
        this.username = username;
        this.password = password;
        String unused = credentials(StandardCharsets.UTF_8);
    }

    /**
     * Credentials for the server of a URL; scheme, host and port count.
     *
     * @throws IllegalArgumentException if the user name has a colon, or either has a control character
     */
    public static BasicAuthenticator forServer(HttpUrl url, String username, String password) {
        return new BasicAuthenticator(Audience.server(url), username, password);
    }

    /**
     * Credentials for HTTP proxies; for {@link HawserClient.Builder#proxyAuthenticator}.
     *
     * @throws IllegalArgumentException if the user name has a colon, or either has a control character
     */
    public static BasicAuthenticator forProxy(String username, String password) {
        return new BasicAuthenticator(Audience.proxies(), username, password);
    }

    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) {
        if (!audience.demands(response)) {
            return null;
        }
        for (Challenge challenge : response.challenges()) {
            if (challenge.scheme().equalsIgnoreCase("Basic") || isInvitation(challenge)) {
                String credentials = credentials(challenge.charset());
                return credentials.equals(audience.refused(response)) ? null : with(response.request(), credentials);
            }
        }
        return null;
    }

    /** Whether a proxy has not been asked yet, and this is the question what to send it beforehand. */
    private static boolean isInvitation(Challenge challenge) {
        return challenge.scheme().equalsIgnoreCase(Authenticator.PREEMPTIVE);
    }

    private Request with(Request request, String credentials) {
        return request.newBuilder().header(audience.field(), credentials).build();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        boolean sends =
                audience.server() != null && audience.hears(request) && request.header(audience.field()) == null;
        return chain.proceed(sends ? with(request, credentials(StandardCharsets.UTF_8)) : request);
    }

    private String credentials(Charset charset) {
        return Credentials.basic(username, password, charset);
    }

    /** For whom; neither name nor password. */
    @Override
    public String toString() {
        return "BasicAuthenticator{" + audience + "}";
    }
}
