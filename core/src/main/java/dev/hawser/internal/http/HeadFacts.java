package dev.hawser.internal.http;

import dev.hawser.internal.text.FieldLists;
import dev.hawser.internal.text.Tokens;
import java.net.ProtocolException;

/**
 * What the fields of one response head say about framing and persistence, gathered while they are read
 * (RFC 9112, sections 6 and 9). Fields on which two readers could disagree are refused.
 */
public final class HeadFacts {
    private static final long NONE = -1;

    private long contentLength;
    private boolean transferEncoding;
    private boolean chunked;
    private boolean close;
    private boolean keepAlive;
    private long keepAliveSeconds;
    private long keepAliveMax;

    /** Facts of a head without fields. */
    public HeadFacts() {
        reset();
    }

    /** Forgets all. */
    public void reset() {
        contentLength = NONE;
        transferEncoding = false;
        chunked = false;
        close = false;
        keepAlive = false;
        keepAliveSeconds = NONE;
        keepAliveMax = NONE;
    }

    /** Facts that stay as these are now. */
    public HeadFacts copy() {
        HeadFacts copy = new HeadFacts();
        copy.contentLength = contentLength;
        copy.transferEncoding = transferEncoding;
        copy.chunked = chunked;
        copy.close = close;
        copy.keepAlive = keepAlive;
        copy.keepAliveSeconds = keepAliveSeconds;
        copy.keepAliveMax = keepAliveMax;
        return copy;
    }

    /**
     * Takes in one field.
     *
     * @throws ProtocolException if it contradicts itself or an earlier one
     */
    public void see(String name, String value) throws ProtocolException {
        switch (name.length()) {
            case 10 -> {
                if (name.equalsIgnoreCase("Connection")) {
                    seeConnection(value);
                } else if (name.equalsIgnoreCase("Keep-Alive")) {
                    seeKeepAlive(value);
                }
            }
            case 14 -> {
                if (name.equalsIgnoreCase("Content-Length")) {
                    seeContentLength(value);
                }
            }
            case 17 -> {
                if (name.equalsIgnoreCase("Transfer-Encoding")) {
                    seeTransferEncoding(value);
                }
            }
            default -> {}
        }
    }

    private void seeConnection(String value) {
        close |= FieldLists.contains(value, "close");
        keepAlive |= FieldLists.contains(value, "keep-alive");
    }

    /** True if a {@code Connection} value, of either side, has the option {@code close}. */
    public static boolean asksToClose(String connection) {
        return FieldLists.contains(connection, "close");
    }

    private void seeKeepAlive(String value) {
        for (String element : FieldLists.elements(value)) {
            int equals = element.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String parameter = element.substring(0, equals).trim();
            long number = numberOrNone(element.substring(equals + 1).trim());
            if (number == NONE) {
                continue;
            }
            if (Tokens.same(parameter, "timeout")) {
                keepAliveSeconds = number;
            } else if (Tokens.same(parameter, "max")) {
                keepAliveMax = number;
            }
        }
    }

    private static long numberOrNone(String text) {
        String digits = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
        return isDigits(digits) && digits.length() <= 18 ? Long.parseLong(digits) : NONE;
    }

    private void seeContentLength(String value) throws ProtocolException {
        long length = value.indexOf(',') < 0 ? lengthOf(value) : NONE;
        if (length == NONE) {
            for (String element : FieldLists.elements(value)) {
                long each = lengthOf(element);
                if (length != NONE && length != each) {
                    throw new ProtocolException("differing Content-Lengths: " + value);
                }
                length = each;
            }
            if (length == NONE) {
                throw new ProtocolException("bad Content-Length: \"" + value + "\"");
            }
        }
        if (contentLength != NONE && contentLength != length) {
            throw new ProtocolException("differing Content-Lengths: " + contentLength + " and " + length);
        }
        contentLength = length;
    }

    private static long lengthOf(String text) throws ProtocolException {
        int length = text.length();
        if (length == 0 || length > 18 || !isDigits(text)) {
            throw new ProtocolException("bad Content-Length: \"" + text + "\"");
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private void seeTransferEncoding(String value) throws ProtocolException {
        if (transferEncoding) {
            throw new ProtocolException("more than one Transfer-Encoding, the last \"" + value + "\"");
        }
        transferEncoding = true;
        for (String coding : FieldLists.elements(value)) {
            if (chunked) {
                throw new ProtocolException("chunked is not the last transfer coding: " + value);
            }
            if (!Tokens.same(coding, "chunked")) {
                throw new ProtocolException("transfer coding not asked for: " + coding);
            }
            chunked = true;
        }
        if (!chunked) {
            throw new ProtocolException("bad Transfer-Encoding: \"" + value + "\"");
        }
    }

    /**
     * How the end of the response's body is found (RFC 9112, section 6.3).
     *
     * @param method the request's method
     * @param code the response's status
     * @param minorVersion 1 for HTTP/1.1, 0 for HTTP/1.0
     * @return a length of at least 0, or {@link Framing#CHUNKED} or {@link Framing#UNTIL_CLOSE}
     * @throws ProtocolException if the head leaves it in doubt
     */
    public long framing(String method, int code, int minorVersion) throws ProtocolException {
        if (code / 100 == 2 && method.equals("CONNECT")) {
            return 0; // whatever the fields say: what follows belongs to the tunnel (RFC 9110, section 9.3.6)
        }
        if (transferEncoding && contentLength != NONE) {
            throw new ProtocolException("both Transfer-Encoding and Content-Length: " + contentLength);
        }
        if (transferEncoding && minorVersion == 0) {
            throw new ProtocolException("Transfer-Encoding in an HTTP/1.0 response");
        }
        if (method.equals("HEAD") || code == 304) {
            return 0;
        }
        if (code == 204 || code == 205 || code < 200) {
            if (contentLength > 0) {
                throw new ProtocolException("HTTP " + code + " had non-zero Content-Length: " + contentLength);
            }
            return 0;
        }
        if (chunked) {
            return Framing.CHUNKED;
        }
        return contentLength == NONE ? Framing.UNTIL_CLOSE : contentLength;
    }

    /**
     * True if nothing may follow on the connection: the server says so (RFC 9112, section 9.6), or means a body that is not to
     * be there (section 6.1), or may send one that it has not announced: of the responses without body 205 alone may have
     * one by section 6.3, and without a length of 0 some servers send one.
     */
    public boolean isLast(String method, int code) {
        return close
                || transferEncoding && (code < 200 || code == 204)
                || code == 205 && contentLength == NONE && !method.equals("HEAD");
    }

    /** True if a server of this version lets connections live on if it does not say otherwise (RFC 9112, section 9.3). */
    public boolean persistent(int minorVersion) {
        return minorVersion > 0 || keepAlive;
    }

    /** The {@code timeout} of {@code Keep-Alive} in seconds, or -1. */
    public long keepAliveSeconds() {
        return keepAliveSeconds;
    }

    /** The {@code max} of {@code Keep-Alive}, or -1. */
    public long keepAliveMax() {
        return keepAliveMax;
    }
}
