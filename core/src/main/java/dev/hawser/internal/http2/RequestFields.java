package dev.hawser.internal.http2;

import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.internal.text.FieldLists;
import org.jspecify.annotations.Nullable;

/** The fields of a request as HTTP/2 has them: pseudo-header fields first, and none that concerns a connection (RFC 9113, section 8). */
final class RequestFields {
    private final HpackEncoder encoder;

    /** The URL of the last request, and its path and query. */
    private @Nullable HttpUrl lastUrl;

    private String lastPath = "";

    RequestFields(HpackEncoder encoder) {
        this.encoder = encoder;
    }

    /** The size of the list, as the peer may limit it (RFC 9113, section 6.5.2). */
    long listSize(Request request) {
        HttpUrl url = request.url();
        long size = HpackEncoder.size(":method", request.method())
                + HpackEncoder.size(":scheme", url.scheme())
                + HpackEncoder.size(":authority", authority(request))
                + HpackEncoder.size(":path", path(url));
        Headers headers = request.headers();
        String options = options(headers);
        for (int i = 0; i < headers.size(); i++) {
            if (travels(headers.name(i), headers.value(i), options)) {
                size += HpackEncoder.size(headers.name(i), headers.value(i));
            }
        }
        return size;
    }

    void encode(Request request, WireBuffer out) {
        encoder.begin(out);
        encoder.encode(":method", request.method(), out);
        encoder.encode(":scheme", request.url().scheme(), out);
        encoder.encode(":authority", authority(request), out);
        encoder.encode(":path", path(request.url()), out);
        Headers headers = request.headers();
        String options = options(headers);
        for (int i = 0, size = headers.size(); i < size; i++) {
            if (travels(headers.name(i), headers.value(i), options)) {
                encoder.encode(headers.name(i), headers.value(i), out);
            }
        }
    }

    void encodeTrailers(Headers trailers, WireBuffer out) {
        encoder.begin(out);
        for (int i = 0; i < trailers.size(); i++) {
            encoder.encode(trailers.name(i), trailers.value(i), out);
        }
    }

    private static String authority(Request request) {
        String host = request.header("Host");
        if (host != null) {
            return host;
        }
        HttpUrl url = request.url();
        String name = url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]";
        return url.port() == HttpUrl.defaultPort(url.scheme()) ? name : name + ":" + url.port();
    }

    /** Path and query of a canonical URL, which has no slash between {@code ://} and its path. */
    private String path(HttpUrl url) {
        if (url != lastUrl) {
            String text = url.toString();
            int path = text.indexOf('/', text.indexOf("://") + 3);
            int fragment = text.indexOf('#', path);
            lastPath = text.substring(path, fragment < 0 ? text.length() : fragment);
            lastUrl = url;
        }
        return lastPath;
    }

    /** The value of Connection, if it may name other fields. */
    private static @Nullable String options(Headers headers) {
        String connection = headers.get("Connection");
        return connection == null || connection.equalsIgnoreCase("keep-alive") || connection.equalsIgnoreCase("close")
                ? null
                : connection;
    }

    /** Whether a field is sent (RFC 9113, section 8.2.2). */
    private static boolean travels(String name, String value, @Nullable String options) {
        boolean stays = switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("TE") && !value.equalsIgnoreCase("trailers");
            case 4 -> name.equalsIgnoreCase("Host");
            case 7 -> name.equalsIgnoreCase("Upgrade");
            case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
            case 14 -> name.equalsIgnoreCase("HTTP2-Settings");
            case 16 -> name.equalsIgnoreCase("Proxy-Connection");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            default -> false;
        };
        return !stays && (options == null || !FieldLists.contains(options, name));
    }
}
