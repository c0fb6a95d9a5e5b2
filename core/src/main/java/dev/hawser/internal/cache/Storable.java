package dev.hawser.internal.cache;

import dev.hawser.CacheControl;
import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.internal.text.FieldLists;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What may be stored, and which of its fields (RFC 9111, section 3), in a cache that is not shared. */
final class Storable {
    /** Fields that are for one connection or one proxy, and so are not stored (section 3.1). */
    private static final Set<String> OF_THE_WAY = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization");

    /** The names, in lower case, of fields that are for one user, once. */
    static final Set<String> COOKIES = Set.of("set-cookie", "set-cookie2");

    private Storable() {}

    /** Whether the response to this request may be stored. */
    static boolean test(Request request, int code, Headers response) {
        return request.method().equals("GET") && mayBeKept(request, code, response);
    }

    /** Whether the answer to a GET may be in the store, given a request that it was, or was confirmed, for. */
    static boolean mayBeKept(Request request, int code, Headers response) {
        if (request.cacheControl().noStore() || !isOfAKindToStore(code)) {
            return false;
        }
        CacheControl control = CacheControl.parse(response);
        if (control.mustUnderstand() ? !isUnderstood(code) : control.noStore()) {
            return false;
        }
        if (response.get("Content-Range") != null || Vary.onAnything(Vary.names(response))) {
            return false;
        }
        boolean explicit = control.maxAgeSeconds() >= 0
                || control.isPublic()
                || control.isPrivate()
                || response.get("Expires") != null;
        return explicit || isHeuristicallyCacheable(code);
    }

    /**
     * Whether a body that was cut off can be told from a whole one: not if nothing but the end of a connection in the clear says
     * where it ends (RFC 9112, section 8).
     */
    static boolean endIsCertain(Response response) {
        return response.body().contentLength() >= 0
                || response.handshake() != null
                || response.header("Transfer-Encoding") != null
                || response.protocol() != Protocol.HTTP_1_1 && response.protocol() != Protocol.HTTP_1_0;
    }

    /**
     * Final, whole, and about the URL: not about this moment, nor about fields of the one request (RFC 6585 forbids 428, 429, 431
     * and 511).
     */
    private static boolean isOfAKindToStore(int code) {
        return switch (code) {
            case 206, 304, 407, 408, 412, 416, 417, 421, 425, 426, 428, 429, 431, 511 -> false;
            default -> code >= 200;
        };
    }

    /** RFC 9110, section 15.1; without 206, as what is partial is not stored. */
    static boolean isHeuristicallyCacheable(int code) {
        return switch (code) {
            case 200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
            default -> false;
        };
    }

    /** Whether what RFC 9110 says of caching a response of this code is done here, as {@code must-understand} demands. */
    private static boolean isUnderstood(int code) {
        return isHeuristicallyCacheable(code) || code == 302 || code == 303 || code == 307;
    }

    /** The fields that are stored. */
    static Headers fields(Headers response) {
        Set<String> dropped = forOnce(response);
        dropped.addAll(OF_THE_WAY);
        for (String value : response.values("Connection")) {
            FieldLists.elements(value).forEach(name -> dropped.add(name.toLowerCase(Locale.ROOT)));
        }
        return without(response, dropped);
    }

    /** The names, in lower case, of fields that are for who asked the server, and not stored: cookies, and what {@code no-cache} names. */
    static Set<String> forOnce(Headers response) {
        Set<String> names = new HashSet<>(COOKIES);
        CacheControl.parse(response).noCacheFields().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    /** The fields whose names, in lower case, are not in the set. */
    static Headers without(Headers headers, Set<String> dropped) {
        Headers.Builder kept = new Headers.Builder();
        for (int i = 0; i < headers.size(); i++) {
            if (!dropped.contains(headers.name(i).toLowerCase(Locale.ROOT))) {
                kept.addUnsafeNonAscii(headers.name(i), headers.value(i));
            }
        }
        return kept.build();
    }
}
