package dev.hawser.internal.http2;

/** The PINGs of ours that are not answered, oldest first (RFC 9113, section 6.7). */
final class Pings {
    /** More of them tell nothing that these do not. */
    static final int MOST = 8;

    private final long[] opaques = new long[MOST];
    private int count;

    int count() {
        return count;
    }

    /** Takes in one that is sent; false if too many are not answered. */
    boolean add(long opaque) {
        if (count == MOST) {
            return false;
        }
        opaques[count++] = opaque;
        return true;
    }

    /** Takes in an answer; false if it is none to ours. Answers to older ones do not come any more. */
    boolean answered(long opaque) {
        for (int i = 0; i < count; i++) {
            if (opaques[i] == opaque) {
                count -= i + 1;
                System.arraycopy(opaques, i + 1, opaques, 0, count);
                return true;
            }
        }
        return false;
    }
}
