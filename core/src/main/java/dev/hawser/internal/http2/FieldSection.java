package dev.hawser.internal.http2;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.http.Framing;
import dev.hawser.internal.http.HeadFacts;
import dev.hawser.internal.http.ResponseHead;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one block of a response, and what they come to: a head or trailers (RFC 9113, sections 8.2 and 8.3). A head
 * that is the same as the one before is that one again, without a look at its fields or an allocation.
 */
final class FieldSection implements FieldSink {
    private static final String STATUS = ":status";

    private final Protocol protocol;
    private final ResponseLimits limits;
    private final HeadFacts facts = new HeadFacts();
    private final Headers.Builder builder = new Headers.Builder();

    /** Names and values of the block. */
    private @Nullable String[] fields = new String[64];

    private int length;
    private int fieldCount;
    private boolean secret;

    /** The last head that had no secrets, and its fields. */
    private @Nullable String[] knownFields = {};

    private @Nullable ResponseHead known;
    private long knownContentLength;

    private long contentLength;

    FieldSection(Protocol protocol, ResponseLimits limits) {
        this.protocol = protocol;
        this.limits = limits;
    }

    /** Forgets the last block. */
    void begin() {
        length = 0;
        fieldCount = 0;
        secret = false;
    }

    @Override
    public void field(String name, String value, boolean neverIndexed) {
        if (++fieldCount > limits.fieldCount() + 1) {
            return;
        }
        if (length == fields.length) {
            fields = Arrays.copyOf(fields, 2 * length);
        }
        fields[length++] = name;
        fields[length++] = value;
        secret |= neverIndexed || name.equals("set-cookie");
    }

    /** The head that the block comes to. */
    ResponseHead head(long listSize) throws StreamException {
        checkSize(listSize);
        ResponseHead before = known;
        if (before != null && isKnown()) {
            contentLength = knownContentLength;
            return before;
        }
        int code = status();
        facts.reset();
        builder.clear();
        for (int i = 2; i < length; i += 2) {
            addField(name(i), value(i));
        }
        contentLength = lengthOfContent();
        ResponseHead head = new ResponseHead(protocol, code, "", builder.build());
        if (!secret) {
            knownFields = Arrays.copyOf(fields, length);
            known = head;
            knownContentLength = contentLength;
        }
        return head;
    }

    /** What Content-Length says in the last head; {@link Http2Stream#UNKNOWN} if there is none. */
    long contentLength() {
        return contentLength;
    }

    /** The trailers that the block comes to. */
    Headers trailers(long listSize) throws StreamException {
        checkSize(listSize);
        facts.reset();
        builder.clear();
        for (int i = 0; i < length; i += 2) {
            addField(name(i), value(i));
        }
        return builder.build();
    }

    private boolean isKnown() {
        if (length != knownFields.length) {
            return false;
        }
        for (int i = length - 1; i >= 0; i--) {
            String field = fields[i];
            if (field != knownFields[i] && !Objects.equals(field, knownFields[i])) {
                return false;
            }
        }
        return true;
    }

    private void checkSize(long listSize) throws StreamException {
        if (listSize > limits.headBytes()) {
            throw new StreamException(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "the response has fields of " + listSize + " bytes (limit headBytes: " + limits.headBytes() + ")");
        }
        if (fieldCount > limits.fieldCount() + 1) {
            throw new StreamException(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "the response has " + fieldCount + " fields (limit fieldCount: " + limits.fieldCount() + ")");
        }
    }

    /** The status code: three digits of the only pseudo-header field, which comes first (RFC 9113, section 8.3.2). */
    private int status() throws StreamException {
        if (length == 0 || !name(0).equals(STATUS)) {
            throw malformed(
                    "its first field is " + (length == 0 ? "missing" : "\"" + shown(name(0)) + "\"") + ", not :status");
        }
        String status = value(0);
        int code = 0;
        for (int i = 0; i < status.length() && status.length() == 3; i++) {
            int digit = status.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed(":status is \"" + shown(status) + "\"");
            }
            code = 10 * code + digit;
        }
        if (code < 100) {
            throw malformed(":status is \"" + shown(status) + "\"");
        }
        if (code == 101) {
            throw malformed(":status is 101, which HTTP/2 does not have");
        }
        return code;
    }

    private void addField(String name, String value) throws StreamException {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ':' || c >= 'A' && c <= 'Z') {
                throw malformed(
                        c != ':'
                                ? "upper-case letters in the field name \"" + shown(name) + "\""
                                : i == 0
                                        ? "the pseudo-header field \"" + shown(name) + "\" where none may be"
                                        : "a colon in the field name \"" + shown(name) + "\"");
            }
        }
        if (isOfTheConnection(name)) {
            throw malformed("the field \"" + name + "\", which concerns a connection");
        }
        if (!value.isEmpty() && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)))) {
            throw malformed("white space around the value of \"" + shown(name) + "\"");
        }
        try {
            builder.addUnsafeNonAscii(name, value);
            facts.see(name, value);
        } catch (IllegalArgumentException | ProtocolException e) {
            throw malformed(shown(String.valueOf(e.getMessage())));
        }
    }

    /** The fields that only HTTP/1.1 has (RFC 9113, section 8.2.2). */
    private static boolean isOfTheConnection(String name) {
        return switch (name.length()) {
            case 7 -> name.equals("upgrade");
            case 10 -> name.equals("connection") || name.equals("keep-alive");
            case 16 -> name.equals("proxy-connection");
            case 17 -> name.equals("transfer-encoding");
            default -> false;
        };
    }

    private long lengthOfContent() throws StreamException {
        try {
            long framing = facts.framing("GET", 200, 1);
            return framing == Framing.UNTIL_CLOSE ? Http2Stream.UNKNOWN : framing;
        } catch (ProtocolException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private String name(int i) {
        return Objects.requireNonNull(fields[i]);
    }

    private String value(int i) {
        return Objects.requireNonNull(fields[i + 1]);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Text of the peer as a message may have it. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 100); i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return text.length() > 100 ? shown.append("...").toString() : shown.toString();
    }

    private static StreamException malformed(String what) {
        return new StreamException(ErrorCode.PROTOCOL_ERROR, "malformed response: " + what);
    }
}
