package dev.hawser.internal.http2;

import org.jspecify.annotations.Nullable;

/** The names that were encoded of late, so that nothing is worked out anew of those that come with each request. */
final class RecentNames {
    private static final int SLOTS = 32;

    private final @Nullable FieldName[] slots = new FieldName[SLOTS];

    FieldName of(String name) {
        int hash = name.hashCode();
        int slot = (hash ^ hash >>> 5 ^ hash >>> 10) & SLOTS - 1;
        FieldName known = slots[slot];
        if (known == null || !known.given().equals(name)) {
            known = FieldName.of(name);
            slots[slot] = known;
        }
        return known;
    }
}
