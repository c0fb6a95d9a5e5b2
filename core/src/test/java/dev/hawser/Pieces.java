package dev.hawser;

import java.io.InputStream;
import java.util.Objects;
import java.util.function.IntSupplier;

/** Content that comes in pieces, as from a network: no read gets more than what is left of one. */
class Pieces extends InputStream {
    private final byte[] content;
    private final IntSupplier sizes;
    private int at;
    private int left;
    int closed;

    /** Content in pieces of those sizes, each more than 0. */
    Pieces(byte[] content, IntSupplier sizes) {
        this.content = content;
        this.sizes = sizes;
    }

    /** Content in pieces of one byte. */
    static Pieces bytes(byte[] content) {
        return new Pieces(content, () -> 1);
    }

    /** Content that is cut in two. */
    static Pieces cutAt(byte[] content, int at) {
        Pieces pieces = new Pieces(content, () -> content.length);
        pieces.left = at;
        return pieces;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, into.length);
        if (at == content.length) {
            return -1;
        }
        if (left == 0) {
            left = sizes.getAsInt();
        }
        int taken = Math.min(Math.min(left, count), content.length - at);
        System.arraycopy(content, at, into, offset, taken);
        at += taken;
        left -= taken;
        return taken;
    }

    @Override
    public void close() {
        closed++;
    }
}
