package dev.hawser.testserver;

import dev.hawser.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A way to send a response whose end, or whose head, a client cannot trust (RFC 9112, sections 4 to 7). Where bytes
 * are missing that were promised, the connection is closed; else it stays open, so that a client which believes the
 * response goes on using it.
 */
public enum BadFraming {
    /** Two {@code Content-Length} fields that contradict each other. */
    TWO_LENGTHS("Content-Length: %d\r\nContent-Length: %<d1\r\n", Coding.PLAIN, End.OPEN),
    /** A {@code Content-Length} that is greater than the body, and then the end of the connection. */
    LENGTH_TOO_GREAT("Content-Length: %d0\r\n", Coding.PLAIN, End.CLOSED),
    /** A {@code Content-Length} below zero. */
    LENGTH_NEGATIVE("Content-Length: -%d\r\n", Coding.PLAIN, End.OPEN),
    /** A {@code Content-Length} with a sign, which no grammar has. */
    LENGTH_SIGNED("Content-Length: +%d\r\n", Coding.PLAIN, End.OPEN),
    /** A {@code Content-Length} that is not a number. */
    LENGTH_NO_NUMBER("Content-Length: %dx\r\n", Coding.PLAIN, End.OPEN),
    /** A {@code Content-Length} of more than 64 bits. */
    LENGTH_TOO_LONG("Content-Length: 99999999999999999999%d\r\n", Coding.PLAIN, End.OPEN),
    /** A chunked body, and a {@code Content-Length} beside it. */
    LENGTH_AND_CHUNKED("Content-Length: %d\r\nTransfer-Encoding: chunked\r\n", Coding.CHUNKED, End.OPEN),
    /** A {@code Transfer-Encoding} that nobody knows. */
    CODING_UNKNOWN("Transfer-Encoding: rope\r\n", Coding.CHUNKED, End.OPEN),
    /** A {@code Transfer-Encoding} in which chunked is not the last. */
    CODING_AFTER_CHUNKED("Transfer-Encoding: chunked, rope\r\n", Coding.CHUNKED, End.OPEN),
    /** A chunk whose size is not a number. */
    CHUNK_SIZE_NO_NUMBER("Transfer-Encoding: chunked\r\n", Coding.SIZE_NO_NUMBER, End.OPEN),
    /** A chunk whose size has more than 64 bits. */
    CHUNK_SIZE_TOO_LONG("Transfer-Encoding: chunked\r\n", Coding.SIZE_TOO_LONG, End.OPEN),
    /** A chunk that is longer than its size, so that no line break follows where one must. */
    CHUNK_TOO_LONG("Transfer-Encoding: chunked\r\n", Coding.CHUNK_TOO_LONG, End.OPEN),
    /** Chunks, and the end of the connection in place of the last one. */
    CHUNKS_WITHOUT_LAST("Transfer-Encoding: chunked\r\n", Coding.WITHOUT_LAST, End.CLOSED),
    /** A field without a colon. */
    FIELD_WITHOUT_COLON("Content-Length: %d\r\nrope\r\n", Coding.PLAIN, End.OPEN),
    /** A space between a field's name and the colon. */
    SPACE_BEFORE_COLON("Content-Length : %d\r\n", Coding.PLAIN, End.OPEN),
    /** A zero byte in a field's value. */
    ZERO_IN_FIELD("Content-Length: %d\r\nRope: a\0b\r\n", Coding.PLAIN, End.OPEN),
    /** A status line without a status. */
    NO_STATUS("Content-Length: %d\r\n", Coding.PLAIN, End.OPEN),
    /** The body alone, without status line and head, and then the end of the connection. */
    NO_HEAD("", Coding.PLAIN, End.CLOSED),
    /** A head that the end of the connection cuts off before its empty line. */
    HEAD_WITHOUT_END("Content-Length: %d\r\n", Coding.PLAIN, End.CLOSED);

    private final String fields;
    private final Coding coding;
    private final End end;

    BadFraming(String fields, Coding coding, End end) {
        this.fields = fields;
        this.coding = coding;
        this.end = end;
    }

    /** Makes the builder send what is left of a good response; a body that was empty is a short one. */
    MockResponse.Builder spoil(MockResponse.Builder builder, String status, Headers headers, byte[] body) {
        String text = body.length == 0 ? "rope" : new String(body, StandardCharsets.ISO_8859_1);
        String wire = head(status, headers, text.length()) + (this == HEAD_WITHOUT_END ? "" : coding.wire(text));
        builder.raw(wire.getBytes(StandardCharsets.ISO_8859_1));
        return end == End.CLOSED ? builder.socketPolicy(SocketPolicy.DISCONNECT_AT_END) : builder;
    }

    private String head(String status, Headers headers, int length) {
        if (this == NO_HEAD) {
            return "";
        }
        StringBuilder head = new StringBuilder(this == NO_STATUS ? "HTTP/1.1" : status).append("\r\n");
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!name.equals("content-length") && !name.equals("transfer-encoding")) {
                head.append(header.getKey())
                        .append(": ")
                        .append(header.getValue())
                        .append("\r\n");
            }
        }
        head.append(String.format(Locale.ROOT, fields, length));
        return this == HEAD_WITHOUT_END ? head.toString() : head.append("\r\n").toString();
    }

    private enum End {
        OPEN,
        CLOSED
    }

    /** How the body travels; {@code %x} is its length, {@code %s} itself. */
    private enum Coding {
        PLAIN("%2$s"),
        CHUNKED("%x\r\n%s\r\n0\r\n\r\n"),
        SIZE_NO_NUMBER("g%x\r\n%s\r\n0\r\n\r\n"),
        SIZE_TOO_LONG("fffffffffffffffff%x\r\n%s\r\n0\r\n\r\n"),
        CHUNK_TOO_LONG("%x\r\n%s rope\r\n0\r\n\r\n"),
        WITHOUT_LAST("%x\r\n%s\r\n");

        private final String format;

        Coding(String format) {
            this.format = format;
        }

        String wire(String body) {
            return String.format(Locale.ROOT, format, body.length(), body);
        }
    }
}
