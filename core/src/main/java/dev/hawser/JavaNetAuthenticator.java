package dev.hawser;

import java.io.IOException;
import java.net.Authenticator.RequestorType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link Authenticator#JAVA_NET_AUTHENTICATOR} is: the schemes Digest and Basic, with what the JVM's own authenticator knows. */
final class JavaNetAuthenticator implements Authenticator {
    private static final String BASIC = "Basic";
    private static final String DIGEST = "Digest";

    /** Who demands credentials; the address is null if it is not known. */
    private record Demander(
            RequestorType type, String host, @Nullable InetAddress address, int port) {
        @Nullable
        PasswordAuthentication passwordFor(Challenge challenge, HttpUrl url) {
            return java.net.Authenticator.requestPasswordAuthentication(
                    host, address, port, url.scheme(), challenge.realm(), challenge.scheme(), url.url(), type);
        }
    }

    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) throws IOException {
        Demander demander = demander(route, response);
        if (demander == null) {
            return null;
        }
        HttpUrl url = response.request().url();
        for (Challenge challenge : strongestFirst(response)) {
            PasswordAuthentication known = demander.passwordFor(challenge, url);
            if (known != null) {
                return answering(demander, challenge, known, url).authenticate(route, response);
            }
        }
        return null;
    }

    private static @Nullable Demander demander(@Nullable Route route, Response response) {
        InetSocketAddress proxy =
                route != null && route.proxy().address() instanceof InetSocketAddress address ? address : null;
        if (response.code() == 407) {
            return proxy == null
                    ? null
                    : new Demander(RequestorType.PROXY, proxy.getHostString(), proxy.getAddress(), proxy.getPort());
        }
        HttpUrl url = response.request().url();
        InetAddress address =
                route == null || proxy != null ? null : route.socketAddress().getAddress();
        return new Demander(RequestorType.SERVER, url.host(), address, url.port());
    }

    private static Authenticator answering(
            Demander demander, Challenge challenge, PasswordAuthentication known, HttpUrl url) {
        boolean byServer = demander.type == RequestorType.SERVER;
        String username = known.getUserName();
        String password = new String(known.getPassword());
        if (challenge.scheme().equalsIgnoreCase(DIGEST)) {
            return byServer
                    ? DigestAuthenticator.forServer(url, username, password)
                    : DigestAuthenticator.forProxy(username, password);
        }
        return byServer
                ? BasicAuthenticator.forServer(url, username, password)
                : BasicAuthenticator.forProxy(username, password);
    }

    /** The challenges that can be answered: Digest, which shows no password to those on the way, and then Basic. */
    private static List<Challenge> strongestFirst(Response response) {
        return response.challenges().stream()
                .filter(each ->
                        each.scheme().equalsIgnoreCase(BASIC) || each.scheme().equalsIgnoreCase(DIGEST))
                .sorted(Comparator.comparing(each -> each.scheme().equalsIgnoreCase(BASIC)))
                .toList();
    }

    @Override
    public String toString() {
        return "JavaNetAuthenticator";
    }
}
