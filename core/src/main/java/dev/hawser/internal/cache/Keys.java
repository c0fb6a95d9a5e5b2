package dev.hawser.internal.cache;

import dev.hawser.HttpUrl;
import dev.hawser.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Under which keys responses are stored. A key is the URL, and behind its {@code #}, where no URL of a request goes on, whose
 * response it is, if it is not for anyone, and which variant.
 */
final class Keys {
    private Keys() {}

    /** The key of what may be given to anyone, and of what was asked for without credentials. */
    static String common(HttpUrl url) {
        HttpUrl plain = url.fragment() == null
                        && url.username().isEmpty()
                        && url.password().isEmpty()
                ? url
                : url.newBuilder().fragment(null).username("").password("").build();
        return plain.toString();
    }

    /** The key of what is for the one user whose credentials the request has; without any, the common one. */
    static String own(Request request) {
        String common = common(request.url());
        List<String> authorization = request.headers("Authorization");
        List<String> cookies = request.headers("Cookie");
        return authorization.isEmpty() && cookies.isEmpty()
                ? common
                : common + "#user=" + hash(authorization + "\n" + cookies);
    }

    /** The URL of a key. */
    static String urlOf(String key) {
        int end = key.indexOf('#');
        return end < 0 ? key : key.substring(0, end);
    }

    /** 128 bits of SHA-256, in hexadecimal. */
    static String hash(String text) {
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
