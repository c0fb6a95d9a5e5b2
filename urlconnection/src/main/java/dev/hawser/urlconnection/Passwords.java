package dev.hawser.urlconnection;

import dev.hawser.BasicAuthenticator;
import dev.hawser.Challenge;
import dev.hawser.DigestAuthenticator;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.Route;
import java.io.IOException;
import java.net.Authenticator;
import java.net.Authenticator.RequestorType;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers servers and proxies that demand credentials, with what {@link java.net.Authenticator} knows; and remembers what they took, so
 * that it is sent beforehand (RFC 7617, section 2.2) and nobody is asked again. Safe for use by many threads.
 */
final class Passwords {
    private static final int MOST_KNOWN = 256;

    private final JdkSettings settings;
    private final Map<Space, Accepted> known = new ConcurrentHashMap<>();

    /** Credentials that a proxy was sent last, by the authenticator that gave them. */
    private final Map<Space, String> proxies = new ConcurrentHashMap<>();

    /** Whose passwords are for which server. */
    private record Space(@Nullable Authenticator authenticator, String server) {}

    /**
     * What a server took.
     *
     * @param directory the path, up to its last slash, below which it holds
     * @param credentials by the scheme Basic
     */
    private record Accepted(String directory, String credentials) {}

    Passwords(JdkSettings settings) {
        this.settings = settings;
    }

    /** Whether anything is remembered at all. */
    boolean knowsAny() {
        return !known.isEmpty();
    }

    /** The credentials that the server of a URL took for it, or for what lies beside it; null if none are known. */
    @Nullable
    String knownFor(HttpUrl target, @Nullable Authenticator authenticator) {
        Accepted accepted = known.get(spaceOf(target, authenticator));
        return accepted != null && target.encodedPath().startsWith(accepted.directory) ? accepted.credentials : null;
    }

    /** A server took credentials. Those of Digest are for one request, and are not remembered. */
    void accepted(HttpUrl target, @Nullable Authenticator authenticator, String credentials) {
        if (!credentials.startsWith("Basic ")) {
            return;
        }
        makeRoom(known);
        String path = target.encodedPath();
        Accepted accepted = new Accepted(path.substring(0, path.lastIndexOf('/') + 1), credentials);
        known.merge(
                spaceOf(target, authenticator),
                accepted,
                (before, now) ->
                        now.directory.startsWith(before.directory) && before.credentials.equals(now.credentials)
                                ? before
                                : now);
    }

    private static void makeRoom(Map<Space, ?> remembered) {
        if (remembered.size() >= MOST_KNOWN) {
            remembered.clear();
        }
    }

    private static Space spaceOf(HttpUrl target, @Nullable Authenticator authenticator) {
        return new Space(authenticator, target.scheme() + "://" + target.host() + ":" + target.port());
    }

    /**
     * The credentials for a server that demands some; null if there are none but those that it refused.
     *
     * @param authenticator who is asked; null for the JVM's own
     */
    @Nullable
    String forServer(URL url, @Nullable Authenticator authenticator, Response demand) throws IOException {
        HttpUrl target = demand.request().url();
        known.remove(spaceOf(target, authenticator));
        for (Challenge challenge : strongestFirst(demand)) {
            PasswordAuthentication password = Authenticator.requestPasswordAuthentication(
                    authenticator,
                    target.host(),
                    null,
                    target.port(),
                    target.scheme(),
                    challenge.realm(),
                    schemeOf(challenge),
                    url,
                    RequestorType.SERVER);
            if (password != null) {
                String secret = new String(password.getPassword());
                dev.hawser.Authenticator answering = schemeOf(challenge).equals("digest")
                        ? DigestAuthenticator.forServer(target, password.getUserName(), secret)
                        : BasicAuthenticator.forServer(target, password.getUserName(), secret);
                Request answer = answering.authenticate(null, demand);
                return answer == null ? null : answer.header("Authorization");
            }
        }
        return null;
    }

    /** What answers proxies. */
    dev.hawser.Authenticator ofProxies(@Nullable Authenticator authenticator) {
        return (route, demand) -> route == null ? null : forProxy(route, authenticator, demand);
    }

    private @Nullable Request forProxy(Route route, @Nullable Authenticator authenticator, Response demand)
            throws IOException {
        if (!(route.proxy().address() instanceof InetSocketAddress proxy)) {
            return null;
        }
        Space space = new Space(authenticator, proxy.getHostString() + ":" + proxy.getPort());
        Request request = demand.request();
        String known = proxies.get(space);
        if (known != null && !known.equals(request.header("Proxy-Authorization"))) {
            return request.newBuilder().header("Proxy-Authorization", known).build();
        }
        if (isInvitation(demand)) {
            return null;
        }
        List<String> refused = route.requiresTunnel() ? settings.refusedForTunnels() : settings.refusedForProxies();
        for (Challenge challenge : strongestFirst(demand)) {
            if (refused.contains(schemeOf(challenge))) {
                continue;
            }
            PasswordAuthentication password = Authenticator.requestPasswordAuthentication(
                    authenticator,
                    proxy.getHostString(),
                    proxy.getAddress(),
                    proxy.getPort(),
                    "http",
                    challenge.realm(),
                    schemeOf(challenge),
                    request.url().url(),
                    RequestorType.PROXY);
            if (password != null) {
                return answered(space, challenge, password, route, demand);
            }
        }
        return null;
    }

    private @Nullable Request answered(
            Space space, Challenge challenge, PasswordAuthentication password, Route route, Response demand)
            throws IOException {
        String secret = new String(password.getPassword());
        if (schemeOf(challenge).equals("digest")) {
            return DigestAuthenticator.forProxy(password.getUserName(), secret).authenticate(route, demand);
        }
        Request answer =
                BasicAuthenticator.forProxy(password.getUserName(), secret).authenticate(route, demand);
        String sent = answer == null ? null : answer.header("Proxy-Authorization");
        if (sent == null) {
            proxies.remove(space);
        } else {
            makeRoom(proxies);
            proxies.put(space, sent);
        }
        return answer;
    }

    /** Whether a proxy has not been asked yet, and this is the question what to send it beforehand. */
    private static boolean isInvitation(Response demand) {
        return demand.challenges().stream()
                .anyMatch(each -> each.scheme().equalsIgnoreCase(dev.hawser.Authenticator.PREEMPTIVE));
    }

    /** The challenges that can be answered: Digest, which shows no password to those on the way, and then Basic. */
    private static List<Challenge> strongestFirst(Response demand) {
        return demand.challenges().stream()
                .filter(each ->
                        schemeOf(each).equals("digest") || schemeOf(each).equals("basic"))
                .sorted((a, b) -> schemeOf(b).compareTo(schemeOf(a)))
                .toList();
    }

    private static String schemeOf(Challenge challenge) {
        return challenge.scheme().toLowerCase(Locale.ROOT);
    }
}
