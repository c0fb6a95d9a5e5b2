package dev.hawser;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A hash of the scheme Digest (RFC 7616, section 6.1).
 *
 * @param name as in the parameter {@code algorithm}
 * @param javaName as the JDK has it
 * @param isSession whether the hash of the credentials takes in the nonces, too ({@code -sess})
 */
record DigestAlgorithm(String name, String javaName, boolean isSession) {
    /** The algorithm of a challenge, MD5 if it names none; null if it is not known here. */
    static @Nullable DigestAlgorithm of(@Nullable String name) {
        if (name == null) {
            return new DigestAlgorithm("MD5", "MD5", false);
        }
        String upper = name.toUpperCase(Locale.ROOT);
        boolean session = upper.endsWith("-SESS");
        String javaName = switch (session ? upper.substring(0, upper.length() - 5) : upper) {
            case "MD5" -> "MD5";
            case "SHA-256" -> "SHA-256";
            case "SHA-512-256" -> "SHA-512/256";
            default -> null;
        };
        return javaName == null ? null : new DigestAlgorithm(name, javaName, session);
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(javaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no " + javaName, e);
        }
    }

    /** The hash of bytes, in lower-case hex. */
    String hash(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }
}
