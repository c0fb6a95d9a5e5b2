package dev.hawser.internal.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The mask over what a client sends (RFC 6455, section 5.3), eight bytes at a time. */
public final class Masking {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private Masking() {}

    /**
     * Masks {@code bytes[from, to)} in place; masking again undoes it.
     *
     * @param key the frame's key; its highest byte is for the first byte of the frame's payload
     * @param position where in the frame's payload {@code bytes[from]} stands
     */
    public static void mask(byte[] bytes, int from, int to, int key, long position) {
        int turned = Integer.rotateLeft(key, (int) (position & 3) * 8);
        long both = (long) turned << 32 | turned & 0xffff_ffffL;
        int at = from;
        for (int last = to - 7; at < last; at += 8) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ both);
        }
        for (int shift = 56; at < to; at++, shift -= 8) {
            bytes[at] ^= (byte) (both >>> shift);
        }
    }
}
