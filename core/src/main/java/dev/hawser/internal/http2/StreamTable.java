package dev.hawser.internal.http2;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The streams that are not closed, by their number: a ring of slots, each stream in the first free one from its own on. */
final class StreamTable {
    private @Nullable Http2Stream[] slots = new Http2Stream[16];
    private int count;

    int count() {
        return count;
    }

    @Nullable
    Http2Stream get(int id) {
        for (int slot = home(id); ; slot = next(slot)) {
            Http2Stream stream = slots[slot];
            if (stream == null || stream.id == id) {
                return stream;
            }
        }
    }

    void add(Http2Stream stream) {
        if (2 * count >= slots.length) {
            @Nullable Http2Stream[] old = slots;
            slots = new Http2Stream[2 * old.length];
            for (Http2Stream each : old) {
                if (each != null) {
                    place(each);
                }
            }
        }
        place(stream);
        count++;
    }

    void remove(Http2Stream stream) {
        int gap = home(stream.id);
        while (slots[gap] != stream) {
            if (slots[gap] == null) {
                throw new IllegalStateException("stream " + stream.id + " is not in the table");
            }
            gap = next(gap);
        }
        count--;
        // What lies behind moves up, unless the gap is before its own slot.
        for (int slot = next(gap); ; slot = next(slot)) {
            Http2Stream each = slots[slot];
            if (each == null) {
                slots[gap] = null;
                return;
            }
            int mask = slots.length - 1;
            if ((slot - home(each.id) & mask) >= (slot - gap & mask)) {
                slots[gap] = each;
                gap = slot;
            }
        }
    }

    /** Visits each stream; the visitor adds and removes none. */
    void forEach(Consumer<Http2Stream> visitor) {
        for (Http2Stream stream : slots) {
            if (stream != null) {
                visitor.accept(stream);
            }
        }
    }

    boolean any(Predicate<Http2Stream> question) {
        for (Http2Stream stream : slots) {
            if (stream != null && question.test(stream)) {
                return true;
            }
        }
        return false;
    }

    /** All streams, in no order. */
    Http2Stream[] all() {
        Http2Stream[] all = new Http2Stream[count];
        int i = 0;
        for (Http2Stream stream : slots) {
            if (stream != null) {
                all[i++] = stream;
            }
        }
        return all;
    }

    private void place(Http2Stream stream) {
        int slot = home(stream.id);
        while (slots[slot] != null) {
            slot = next(slot);
        }
        slots[slot] = stream;
    }

    private int home(int id) {
        return id >> 1 & slots.length - 1;
    }

    private int next(int slot) {
        return slot + 1 & slots.length - 1;
    }
}
