package dev.hawser.internal.call;

import dev.hawser.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * A memory of media types by the very string they were read from, as a server's responses repeat theirs. A
 * slot for each hash; a newer one replaces an older one. Safe for use by many threads: a race only reads a
 * value twice.
 */
final class MediaTypes {
    private static final int SLOTS = 32;

    private final @Nullable Known[] slots = new Known[SLOTS];

    private record Known(String value, @Nullable MediaType type) {}

    /** The media type that {@code value} spells, or null if it spells none. */
    @Nullable
    MediaType of(String value) {
        int slot = value.hashCode() & SLOTS - 1;
        Known known = slots[slot];
        if (known == null || !known.value.equals(value)) {
            known = new Known(value, MediaType.parse(value));
            slots[slot] = known;
        }
        return known.type;
    }
}
