package dev.hawser.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stream's bytes to events (WHATWG HTML, section 9.2.6). The bytes may come in any pieces: what is told is the same. It holds one event, within
 * a bound; after an exception it is not to be used any more.
 */
final class EventParser {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** The longest reconnection time that is taken in, in milliseconds: 292 years are not waited for. */
    private static final int MOST_RETRY_DIGITS = 9;

    /** A buffer up to this size is kept for the next event. */
    private static final int KEPT = 1 << 14;

    private final Sink sink;
    private final int maxEventBytes;

    /** The line that is being read, without its end; of a comment only the colon. */
    private byte[] line = new byte[128];

    private int length;
    private boolean firstLine = true;

    /** Whether the last byte was a CR, so that an LF which follows belongs to it. */
    private boolean afterCr;

    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private @Nullable String type;

    /** The id that the server has named last, which counts from the end of its event on. */
    private @Nullable String named;

    private @Nullable String lastId;

    /** The bytes of the event so far, without the line that is being read. */
    private int eventBytes;

    /** One who takes what is read. */
    interface Sink {
        void event(@Nullable String id, @Nullable String type, String data);

        /** The server asks for another time to wait before reconnecting. */
        void retry(long millis);
    }

    EventParser(Sink sink, int maxEventBytes) {
        this.sink = sink;
        this.maxEventBytes = maxEventBytes;
    }

    /** The last id that the server has named, for an event or alone; null if none. That of an event that is not whole does not count. */
    @Nullable
    String lastId() {
        return lastId;
    }

    /** Takes in the next bytes, {@code bytes[from, to)}. */
    void read(byte[] bytes, int from, int to) throws EventTooLongException {
        int at = from;
        if (afterCr && at < to) {
            afterCr = false;
            if (bytes[at] == '\n') {
                at++;
            }
        }
        while (at < to) {
            int end = at;
            while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
                end++;
            }
            append(bytes, at, end);
            if (end == to) {
                return;
            }
            endLine();
            at = end + 1;
            if (bytes[end] == '\r') {
                if (at == to) {
                    afterCr = true;
                } else if (bytes[at] == '\n') {
                    at++;
                }
            }
        }
    }

    private void append(byte[] bytes, int from, int to) throws EventTooLongException {
        if (from == to || isComment()) {
            return;
        }
        int count = to - from;
        if (count > maxEventBytes - eventBytes - length) {
            if (length == 0 && bytes[from] == ':') {
                count = 1; // all that is held of a comment
            } else {
                throw new EventTooLongException(maxEventBytes);
            }
        }
        if (count > line.length - length) {
            line = Arrays.copyOf(line, (int) Math.min(Math.max(2L * line.length, length + count), maxEventBytes));
        }
        System.arraycopy(bytes, from, line, length, count);
        length += count;
    }

    private boolean isComment() {
        return length > 0 && line[0] == ':';
    }

    private void endLine() {
        int from = 0;
        if (firstLine) {
            firstLine = false;
            from = startsWithMark() ? BYTE_ORDER_MARK.length : 0;
        }
        if (from == length) {
            dispatch();
        } else if (line[from] != ':') {
            takeField(from);
            eventBytes += length;
        }
        length = 0;
    }

    private boolean startsWithMark() {
        return length >= BYTE_ORDER_MARK.length
                && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }

    private void takeField(int from) {
        int colon = from;
        while (colon < length && line[colon] != ':') {
            colon++;
        }
        int valueFrom = Math.min(colon + 1, length);
        if (valueFrom < length && line[valueFrom] == ' ') {
            valueFrom++;
        }
        switch (text(from, colon)) {
            case "data" -> {
                data.append(text(valueFrom, length)).append('\n');
                hasData = true;
            }
            case "event" -> type = text(valueFrom, length);
            case "id" -> {
                String id = text(valueFrom, length);
                if (id.indexOf('\0') < 0) {
                    named = id;
                }
            }
            case "retry" -> takeRetry(text(valueFrom, length));
            default -> {
                // a field that the standard does not know is ignored
            }
        }
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    private void takeRetry(String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return;
        }
        String digits = value.replaceFirst("^0+(?=.)", "");
        sink.retry(digits.length() > MOST_RETRY_DIGITS ? 999_999_999 : Long.parseLong(digits));
    }

    private void dispatch() {
        String told = type == null || type.isEmpty() ? null : type;
        type = null;
        eventBytes = 0;
        lastId = named;
        if (!hasData) {
            return;
        }
        hasData = false;
        data.setLength(data.length() - 1);
        String lines = data.toString();
        data.setLength(0);
        if (data.capacity() > KEPT) {
            data.trimToSize();
        }
        sink.event(lastId, told, lines);
    }
}
