package dev.hawser;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Values of the {@code Authorization} and {@code Proxy-Authorization} fields. */
public final class Credentials {
    private Credentials() {}

    /** Credentials of the scheme Basic (RFC 7617), in ISO-8859-1. */
    public static String basic(String username, String password) {
        return basic(username, password, StandardCharsets.ISO_8859_1);
    }

    /**
     * Credentials of the scheme Basic (RFC 7617).
     *
     * @throws IllegalArgumentException if the user name has a colon, which would end it, or either has a control character
     */
    public static String basic(String username, String password, Charset charset) {
        if (username.indexOf(':') >= 0) {
            throw new IllegalArgumentException("the user name has a colon at " + username.indexOf(':'));
        }
        requireNoControl("user name", username);
        requireNoControl("password", password);
        byte[] plain = (username + ":" + password).getBytes(charset);
        return "Basic " + Base64.getEncoder().encodeToString(plain);
    }

    private static void requireNoControl(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new IllegalArgumentException("the " + what + " has a control character at " + i);
            }
        }
    }
}
