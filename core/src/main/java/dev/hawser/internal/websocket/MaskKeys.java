package dev.hawser.internal.websocket;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.IntSupplier;

/** Masks at random, drawn many at a time. For one thread at a time. */
final class MaskKeys implements IntSupplier {
    private static final int DRAWN = 64;

    private final SecureRandom random;
    private final ByteBuffer keys = ByteBuffer.allocate(DRAWN * Integer.BYTES).limit(0);

    MaskKeys(SecureRandom random) {
        this.random = random;
    }

    @Override
    public int getAsInt() {
        if (!keys.hasRemaining()) {
            random.nextBytes(keys.array());
            keys.clear();
        }
        return keys.getInt();
    }
}
