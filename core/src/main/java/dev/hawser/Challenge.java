package dev.hawser;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way to authenticate that a server or a proxy offers (RFC 9110, section 11.3). Immutable, and safe for use by many
 * threads.
 */
public final class Challenge {
    private final String scheme;
    private final Map<@Nullable String, String> authParams;

    /**
     * A challenge.
     *
     * @param scheme the scheme, as in {@code Basic}
     * @param authParams the parameters, their names in any case; a token68 is the value of the name null
     */
    public Challenge(String scheme, Map<@Nullable String, String> authParams) {
        this.scheme = scheme;
        Map<@Nullable String, String> lowerCase = new LinkedHashMap<>();
        authParams.forEach((name, value) -> lowerCase.put(name == null ? null : name.toLowerCase(Locale.ROOT), value));
        this.authParams = Collections.unmodifiableMap(lowerCase);
    }

    /** A challenge of that scheme for a realm. */
    public Challenge(String scheme, String realm) {
        this(scheme, Map.of("realm", realm));
    }

    /** The scheme, as it was sent; the case of its letters means nothing. */
    public String scheme() {
        return scheme;
    }

    /**
     * The parameters, unquoted, their names in lower case, in the order in which they were sent; a token68 is the value of
     * the name null. Unmodifiable.
     */
    public Map<@Nullable String, String> authParams() {
        return authParams;
    }

    /** The parameter {@code realm}, or null. */
    public @Nullable String realm() {
        return authParams.get("realm");
    }

    /** UTF-8 if the parameter {@code charset} says so (RFC 7617, section 2.1), else ISO-8859-1. */
    public Charset charset() {
        return "utf-8".equalsIgnoreCase(authParams.get("charset"))
                ? StandardCharsets.UTF_8
                : StandardCharsets.ISO_8859_1;
    }

    /** The same challenge with the parameter {@code charset}. */
    public Challenge withCharset(Charset charset) {
        Map<@Nullable String, String> params = new LinkedHashMap<>(authParams);
        params.put("charset", charset.name());
        return new Challenge(scheme, params);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Challenge that && scheme.equals(that.scheme) && authParams.equals(that.authParams);
    }

    @Override
    public int hashCode() {
        return 31 * scheme.hashCode() + authParams.hashCode();
    }

    /** The scheme and the parameters. */
    @Override
    public String toString() {
        return scheme + " authParams=" + authParams;
    }
}
