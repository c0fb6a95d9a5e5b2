package dev.hawser.internal.http1;

import dev.hawser.ResponseLimits;
import dev.hawser.internal.http.HeadFacts;
import dev.hawser.internal.http.ResponseHead;
import java.util.Arrays;

/**
 * A response head that a server has sent more than once: its bytes, line by line, and what they came to. The same
 * bytes under the same limits come to the same, so lines that are as known need not be read again. Immutable.
 */
final class KnownHead {
    private final byte[] bytes;

    /** Where each line begins, the status line first and the empty line last; and the end of all. */
    private final int[] lineStarts;

    private final ResponseHead head;
    private final HeadFacts facts;
    private final ResponseLimits limits;

    /**
     * A head as it was read.
     *
     * @param bytes all of it, with the empty line
     * @param facts what its fields say, which nobody changes any more
     * @param limits what it was read under, and within
     */
    KnownHead(byte[] bytes, ResponseHead head, HeadFacts facts, ResponseLimits limits) {
        this.bytes = bytes;
        this.lineStarts = lineStarts(bytes, head.headers().size() + 2);
        this.head = head;
        this.facts = facts;
        this.limits = limits;
    }

    private static int[] lineStarts(byte[] bytes, int lines) {
        int[] starts = new int[lines + 1];
        int line = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                starts[++line] = i + 1;
            }
        }
        if (line != lines) {
            throw new IllegalStateException(line + " lines, of which " + (lines - 2) + " were read as fields");
        }
        return starts;
    }

    ResponseHead head() {
        return head;
    }

    HeadFacts facts() {
        return facts;
    }

    ResponseLimits limits() {
        return limits;
    }

    /** The number of lines: status line, fields, empty line. */
    int lines() {
        return lineStarts.length - 1;
    }

    /** The bytes of the lines from {@code from} to before {@code to}. */
    int length(int from, int to) {
        return lineStarts[to] - lineStarts[from];
    }

    /** The name of the field in a line. */
    String name(int line) {
        return head.headers().name(line - 1);
    }

    /** The value of the field in a line. */
    String value(int line) {
        return head.headers().value(line - 1);
    }

    /** The first line from {@code line} on that is not the same as what {@code input} holds; {@link #lines()} if all are. */
    int firstOther(int line, Input input) {
        int start = lineStarts[line];
        int count = Math.min(bytes.length - start, input.limit - input.position);
        int same = Arrays.mismatch(bytes, start, start + count, input.buffer, input.position, input.position + count);
        int end = start + (same < 0 ? count : same);
        int other = line;
        while (other < lines() && lineStarts[other + 1] <= end) {
            other++;
        }
        return other;
    }

    /** The line behind the next one from {@code line} on that has this field; {@code line} itself if none has. */
    int behind(String field, int line) {
        for (int i = line; i < lines() - 1; i++) {
            if (name(i).equals(field)) {
                return i + 1;
            }
        }
        return line;
    }
}
