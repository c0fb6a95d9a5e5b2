package dev.hawser;

import dev.hawser.internal.text.QuotedStrings;
import dev.hawser.internal.text.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of a {@code WWW-Authenticate} or {@code Proxy-Authenticate} field (RFC 9110, section 11.6.1): a comma list
 * of challenges, each with parameters that are set off by commas, too. Reading ends at the first thing that does not
 * belong there, and with a challenge that names a parameter twice; what was complete before counts.
 */
final class ChallengeParser {
    private final String value;
    private int at;

    private ChallengeParser(String value) {
        this.value = value;
    }

    /** Adds the challenges of one field value to {@code found}. */
    static void parse(String value, List<Challenge> found) {
        ChallengeParser parser = new ChallengeParser(value);
        for (Challenge next = parser.next(); next != null; next = parser.next()) {
            found.add(next);
        }
    }

    private @Nullable Challenge next() {
        skipCommas();
        String scheme = token();
        if (scheme.isEmpty() || !schemeEndsHere()) {
            return null;
        }
        Map<@Nullable String, String> params = new LinkedHashMap<>();
        int afterScheme = at;
        skipSpace();
        String token68 = at > afterScheme ? token68() : null;
        if (token68 != null) {
            params.put(null, token68);
            return new Challenge(scheme, params);
        }
        return readParams(params) ? new Challenge(scheme, params) : null;
    }

    private boolean schemeEndsHere() {
        return at == value.length() || value.charAt(at) == ',' || isSpace(value.charAt(at));
    }

    /** Takes a token68 that stands alone before the next comma; null, and nothing taken, if there is none. */
    private @Nullable String token68() {
        int from = at;
        while (at < value.length() && isToken68Char(value.charAt(at))) {
            at++;
        }
        boolean some = at > from;
        while (at < value.length() && value.charAt(at) == '=') {
            at++;
        }
        String taken = value.substring(from, at);
        skipSpace();
        if (some && (at == value.length() || value.charAt(at) == ',')) {
            return taken;
        }
        at = from;
        return null;
    }

    /** Whether {@code name =} stands there. */
    private boolean startsParam(int from) {
        int here = from;
        while (here < value.length() && Tokens.isTokenChar(value.charAt(here))) {
            here++;
        }
        int name = here;
        while (here < value.length() && isSpace(value.charAt(here))) {
            here++;
        }
        return name > from && here < value.length() && value.charAt(here) == '=';
    }

    /** Takes the parameters up to the next challenge; false if they cannot be read. */
    private boolean readParams(Map<@Nullable String, String> params) {
        skipCommas();
        while (startsParam(at)) {
            String name = token().toLowerCase(Locale.ROOT);
            skipSpace();
            at++;
            skipSpace();
            String param = paramValue();
            if (param == null || params.put(name, param) != null) {
                return false;
            }
            skipSpace();
            if (at < value.length() && value.charAt(at) != ',') {
                return false;
            }
            skipCommas();
        }
        return true;
    }

    private @Nullable String paramValue() {
        if (at < value.length() && value.charAt(at) == '"') {
            int end = QuotedStrings.end(value, at, value.length());
            if (end < 0) {
                return null;
            }
            String quoted = value.substring(at, end);
            at = end;
            return QuotedStrings.unquote(quoted);
        }
        String plain = token();
        return plain.isEmpty() ? null : plain;
    }

    private String token() {
        int from = at;
        while (at < value.length() && Tokens.isTokenChar(value.charAt(at))) {
            at++;
        }
        return value.substring(from, at);
    }

    private void skipCommas() {
        while (at < value.length() && (value.charAt(at) == ',' || isSpace(value.charAt(at)))) {
            at++;
        }
    }

    private void skipSpace() {
        while (at < value.length() && isSpace(value.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isToken68Char(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~+/".indexOf(c) >= 0;
    }
}
