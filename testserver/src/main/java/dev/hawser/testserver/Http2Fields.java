package dev.hawser.testserver;

import dev.hawser.Headers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What makes requests of field lists, with a sharp eye (RFC 9113, sections 8.2 and 8.3). */
final class Http2Fields {
    /** Fields that concern a connection of HTTP/1.1, and have no place here (RFC 9113, section 8.2.2). */
    private static final Set<String> CONNECTION_SPECIFIC =
            Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade");

    private static final Set<String> PSEUDO = Set.of(":method", ":scheme", ":authority", ":path");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private Http2Fields() {}

    /** Whether a field of a response belongs to HTTP/1.1 only. */
    static boolean isConnectionSpecific(String lowerCaseName) {
        return CONNECTION_SPECIFIC.contains(lowerCaseName);
    }

    /**
     * The head that the fields are.
     *
     * @param tls whether the connection is encrypted
     * @param errors is told of what can be understood, and is wrong all the same
     */
    static RequestHead head(
            int streamId,
            List<Map.Entry<String, String>> fields,
            boolean endStream,
            boolean tls,
            Consumer<String> errors)
            throws Http2Violation {
        Map<String, String> pseudo = new TreeMap<>();
        Headers headers = headers(streamId, fields, pseudo);
        String method = pseudo.get(":method");
        String path = pseudo.get(":path");
        String authority = pseudo.get(":authority");
        String host = headers.get("host");
        if (method == null) {
            throw malformed(streamId, "no :method");
        }
        if (method.equals("CONNECT")) {
            if (authority == null || path != null || pseudo.containsKey(":scheme")) {
                throw malformed(streamId, "a CONNECT with " + pseudo.keySet());
            }
            path = authority;
        } else if (path == null || path.isEmpty() || !pseudo.containsKey(":scheme")) {
            throw malformed(streamId, "a request without :scheme or :path, of " + pseudo.keySet());
        } else if (!(tls ? "https" : "http").equals(pseudo.get(":scheme"))) {
            errors.accept("a :scheme of another kind: " + Quoted.of(String.valueOf(pseudo.get(":scheme"))));
        }
        if (authority == null && host == null) {
            errors.accept("neither :authority nor a Host header");
        } else if (authority != null && host != null && !authority.equals(host)) {
            errors.accept("an :authority of " + Quoted.of(authority) + " and a Host of " + Quoted.of(host));
        }
        long length = contentLength(streamId, headers, endStream);
        return new RequestHead(method, path, "HTTP/2", headers, length, authority == null ? host : authority);
    }

    /** The trailers that the fields are. */
    static Headers trailers(int streamId, List<Map.Entry<String, String>> fields) throws Http2Violation {
        return headers(streamId, fields, null);
    }

    /** The fields without the pseudo-header fields, which are put into {@code pseudo}; null where none may be. */
    private static Headers headers(
            int streamId, List<Map.Entry<String, String>> fields, @Nullable Map<String, String> pseudo)
            throws Http2Violation {
        Headers.Builder headers = new Headers.Builder();
        boolean regular = false;
        for (Map.Entry<String, String> field : fields) {
            String name = field.getKey();
            String value = field.getValue();
            if (name.startsWith(":")) {
                if (pseudo == null || regular || !PSEUDO.contains(name) || pseudo.put(name, value) != null) {
                    throw malformed(streamId, name + " that is unknown, twice there or at a wrong place");
                }
                continue;
            }
            regular = true;
            if (!NAME.matcher(name).matches()) {
                throw malformed(streamId, "a name of " + Quoted.of(name));
            }
            if (CONNECTION_SPECIFIC.contains(name) || (name.equals("te") && !value.equals("trailers"))) {
                throw malformed(streamId, "a field of HTTP/1.1: " + Quoted.of(name + ": " + value));
            }
            if (!value.equals(value.strip())) {
                throw malformed(streamId, "space around the value of " + name + ": " + Quoted.of(value));
            }
            try {
                headers.addUnsafeNonAscii(name, value);
            } catch (IllegalArgumentException e) {
                throw malformed(streamId, "a control character in " + name + ": " + Quoted.of(value));
            }
        }
        return headers.build();
    }

    private static long contentLength(int streamId, Headers headers, boolean endStream) throws Http2Violation {
        List<String> lengths = headers.values("content-length");
        if (lengths.isEmpty()) {
            return endStream ? 0 : RequestHead.CHUNKED;
        }
        if (lengths.size() > 1 || !LENGTH.matcher(lengths.get(0)).matches()) {
            throw malformed(streamId, "a content-length of " + lengths);
        }
        long length = Long.parseLong(lengths.get(0));
        if (endStream && length > 0) {
            throw malformed(streamId, "a content-length of " + length + " without content");
        }
        return length;
    }

    private static Http2Violation malformed(int streamId, String what) {
        return Http2Violation.ofStream(streamId, Http2ErrorCode.PROTOCOL_ERROR, what);
    }
}
