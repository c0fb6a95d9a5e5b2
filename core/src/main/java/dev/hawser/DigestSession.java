package dev.hawser;

import dev.hawser.internal.text.FieldLists;
import dev.hawser.internal.text.QuotedStrings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A nonce of a server and how often it was used (RFC 7616, section 3.4). Safe for use by many threads.
 *
 * @param qop the quality of protection, {@code auth} or {@code auth-int}; null as RFC 2069 has it
 */
record DigestSession(
        DigestAlgorithm algorithm,
        String realm,
        String nonce,
        @Nullable String opaque,
        @Nullable String qop,
        boolean hashesName,
        Charset charset,
        String cnonce,
        AtomicInteger uses) {
    /**
     * The session that a challenge begins for a request with that body, or null if it asks for what cannot be done here.
     *
     * @param cnonce the client's nonce
     */
    static @Nullable DigestSession of(Challenge challenge, @Nullable RequestBody body, String cnonce) {
        DigestAlgorithm algorithm = DigestAlgorithm.of(challenge.authParams().get("algorithm"));
        String nonce = challenge.authParams().get("nonce");
        String realm = challenge.realm();
        String offered = challenge.authParams().get("qop");
        String qop = offered == null ? null : qop(offered, body);
        if (algorithm == null || nonce == null || realm == null || offered != null && qop == null) {
            return null;
        }
        return new DigestSession(
                algorithm,
                realm,
                nonce,
                challenge.authParams().get("opaque"),
                qop,
                "true".equalsIgnoreCase(challenge.authParams().get("userhash")),
                challenge.charset(),
                cnonce,
                new AtomicInteger());
    }

    /** {@code auth} if it is offered, as the body is then not hashed; {@code auth-int} if the body can be written twice. */
    private static @Nullable String qop(String offered, @Nullable RequestBody body) {
        if (FieldLists.contains(offered, "auth")) {
            return "auth";
        }
        boolean replayable = body == null || !body.isOneShot();
        return FieldLists.contains(offered, "auth-int") && replayable ? "auth-int" : null;
    }

    /** This session with the nonce that the server wants next. */
    DigestSession withNonce(String next) {
        return new DigestSession(algorithm, realm, next, opaque, qop, hashesName, charset, cnonce, new AtomicInteger());
    }

    /**
     * The credentials for one request.
     *
     * @param uri the request target
     * @throws IOException if the body cannot be written, where it is hashed
     */
    String credentials(String username, String password, String method, String uri, @Nullable RequestBody body)
            throws IOException {
        String count = HexFormat.of().toHexDigits(uses.incrementAndGet());
        String secret = hash(username + ":" + realm + ":" + password);
        if (algorithm.isSession()) {
            secret = hash(secret + ":" + nonce + ":" + cnonce);
        }
        String what = method + ":" + uri + ("auth-int".equals(qop) ? ":" + hash(body) : "");
        String between = qop == null ? nonce : nonce + ":" + count + ":" + cnonce + ":" + qop;
        String response = hash(secret + ":" + between + ":" + hash(what));
        StringBuilder field = new StringBuilder("Digest ");
        addName(field, username);
        add(field, "realm", QuotedStrings.quote(realm));
        add(field, "nonce", QuotedStrings.quote(nonce));
        add(field, "uri", QuotedStrings.quote(uri));
        add(field, "response", QuotedStrings.quote(response));
        add(field, "algorithm", algorithm.name());
        if (qop != null) {
            add(field, "cnonce", QuotedStrings.quote(cnonce));
            add(field, "qop", qop);
            add(field, "nc", count);
        }
        if (opaque != null) {
            add(field, "opaque", QuotedStrings.quote(opaque));
        }
        if (hashesName) {
            add(field, "userhash", "true");
        }
        return field.toString();
    }

    /** The user name: hashed, plain, or as RFC 8187 has it where it is not ASCII. */
    private void addName(StringBuilder field, String username) {
        if (hashesName) {
            field.append("username=").append(QuotedStrings.quote(hash(username + ":" + realm)));
        } else if (StandardCharsets.US_ASCII.newEncoder().canEncode(username)) {
            field.append("username=").append(QuotedStrings.quote(username));
        } else {
            field.append("username*=UTF-8''").append(extended(username));
        }
    }

    private static String extended(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static void add(StringBuilder field, String name, String value) {
        field.append(", ").append(name).append('=').append(value);
    }

    private String hash(String text) {
        return algorithm.hash(text.getBytes(charset));
    }

    private String hash(@Nullable RequestBody body) throws IOException {
        MessageDigest digest = algorithm.digest();
        if (body != null) {
            try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                body.writeTo(sink);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
