package dev.hawser;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a client speaks with SOCKS proxies, and who it says it is. The server's name is given to the proxy, which resolves it.
 * Name and password cross the network as they are, and go to any SOCKS proxy that the client uses, and to nobody else.
 * Immutable.
 *
 * @param version the version of the protocol
 * @param username the user's name, or null to give none; with {@link Version#SOCKS5}, at most 255 bytes in UTF-8
 * @param password the password, at most 255 bytes in UTF-8; null if there is no name, or with {@link Version#SOCKS4A},
 *     which knows no passwords
 */
public record SocksSettings(
        Version version,
        @Nullable String username,
        @Nullable String password) {
    /** Version 5, without credentials. */
    public static final SocksSettings DEFAULT = new SocksSettings(Version.SOCKS5, null, null);

    private static final int MOST_BYTES = 255;

    /** The versions of SOCKS in which a proxy can resolve names. */
    public enum Version {
        /** Version 5 (RFC 1928), with user name and password by RFC 1929. */
        SOCKS5,
        /** Version 4 with its extension 4a. */
        SOCKS4A
    }

    /**
     * Checks the credentials.
     *
     * @throws IllegalArgumentException if name or password are empty, too long, have the character U+0000, or the version
     *     does not have them; the message has neither of them
     */
    public SocksSettings {
        if (version == Version.SOCKS4A && password != null) {
            throw new IllegalArgumentException("SOCKS 4a has no passwords");
        }
        if (version == Version.SOCKS5 && (username == null) != (password == null)) {
            throw new IllegalArgumentException("SOCKS 5 takes a user name with a password, or neither");
        }
        check("user name", username);
        check("password", password);
    }

    private static void check(String what, @Nullable String text) {
        int length = text == null ? 1 : text.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "the " + what + " has " + length + " bytes; SOCKS takes 1 to " + MOST_BYTES);
        }
        if (text != null && text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the " + what + " has the character U+0000 at " + text.indexOf('\0'));
        }
    }

    /** Version 5, with user name and password. */
    public static SocksSettings version5(String username, String password) {
        return new SocksSettings(Version.SOCKS5, username, password);
    }

    /** Version 4a, with the name of a user, or null for none. */
    public static SocksSettings version4a(@Nullable String username) {
        return new SocksSettings(Version.SOCKS4A, username, null);
    }

    /** The version, and whether there are credentials; not which. */
    @Override
    public String toString() {
        return "SocksSettings{" + version + (username == null ? "" : ", with credentials") + "}";
    }
}
