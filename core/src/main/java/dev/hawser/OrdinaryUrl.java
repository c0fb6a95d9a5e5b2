package dev.hawser;

import dev.hawser.internal.text.EncodeSet;
import dev.hawser.internal.text.Ipv4;

/**
 * Recognizes, in one pass and without allocation, most URLs that are canonical already: lower case, without
 * user info, dot segments or characters to be encoded. It may miss some, but takes none that is not.
 */
final class OrdinaryUrl {
    private OrdinaryUrl() {}

    /** Whether {@code url} is canonical; if not so, it may still be. */
    static boolean isCanonical(String url) {
        int hostStart = url.startsWith("http://") ? 7 : url.startsWith("https://") ? 8 : -1;
        if (hostStart < 0) {
            return false;
        }
        int hostEnd = endOfHost(url, hostStart);
        if (hostEnd < 0) {
            return false;
        }
        int pathStart = endOfPort(url, hostEnd, hostStart == 8 ? 443 : 80);
        return pathStart >= 0 && pathStart < url.length() && url.charAt(pathStart) == '/' && isRest(url, pathStart);
    }

    /** The index behind a domain or an IPv4 address, or -1 if it is not for certain canonical. */
    private static int endOfHost(String url, int start) {
        int at = start;
        int label = start;
        for (; at < url.length(); at++) {
            char c = url.charAt(at);
            if (c == '.') {
                label = at + 1;
            } else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
                break;
            }
        }
        if (at == label) {
            return -1;
        }
        char first = url.charAt(label);
        boolean maybeNumber = first >= '0' && first <= '9';
        return !maybeNumber || Ipv4.isCanonical(url, start, at) ? at : -1;
    }

    /** The index behind a port, or {@code hostEnd} if there is none, or -1 if it is not for certain canonical. */
    private static int endOfPort(String url, int hostEnd, int defaultPort) {
        if (hostEnd == url.length() || url.charAt(hostEnd) != ':') {
            return hostEnd;
        }
        int at = hostEnd + 1;
        int port = 0;
        while (at < url.length() && at <= hostEnd + 5 && url.charAt(at) >= '0' && url.charAt(at) <= '9') {
            port = 10 * port + url.charAt(at++) - '0';
        }
        boolean leadingZero = at > hostEnd + 1 && url.charAt(hostEnd + 1) == '0';
        return at == hostEnd + 1 || leadingZero || port > 65535 || port == defaultPort ? -1 : at;
    }

    private static boolean isRest(String url, int pathStart) {
        EncodeSet set = EncodeSet.PATH;
        for (int i = pathStart; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '#' && set != EncodeSet.FRAGMENT) {
                set = EncodeSet.FRAGMENT;
            } else if (c == '?' && set == EncodeSet.PATH) {
                set = EncodeSet.QUERY;
            } else if (set.contains(c)) {
                return false;
            } else if (set == EncodeSet.PATH && (c == '\\' || (c == '/' && maybeDotSegment(url, i + 1)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean maybeDotSegment(String url, int start) {
        return start < url.length() && (url.charAt(start) == '.' || url.charAt(start) == '%');
    }
}
