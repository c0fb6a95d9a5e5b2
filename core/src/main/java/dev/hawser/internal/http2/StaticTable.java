package dev.hawser.internal.http2;

/** The static table (RFC 7541, appendix A). Indices begin at 1. */
final class StaticTable {
    private static final String[] NAMES_AND_VALUES = {
        ":authority", "",
        ":method", "GET",
        ":method", "POST",
        ":path", "/",
        ":path", "/index.html",
        ":scheme", "http",
        ":scheme", "https",
        ":status", "200",
        ":status", "204",
        ":status", "206",
        ":status", "304",
        ":status", "400",
        ":status", "404",
        ":status", "500",
        "accept-charset", "",
        "accept-encoding", "gzip, deflate",
        "accept-language", "",
        "accept-ranges", "",
        "accept", "",
        "access-control-allow-origin", "",
        "age", "",
        "allow", "",
        "authorization", "",
        "cache-control", "",
        "content-disposition", "",
        "content-encoding", "",
        "content-language", "",
        "content-length", "",
        "content-location", "",
        "content-range", "",
        "content-type", "",
        "cookie", "",
        "date", "",
        "etag", "",
        "expect", "",
        "expires", "",
        "from", "",
        "host", "",
        "if-match", "",
        "if-modified-since", "",
        "if-none-match", "",
        "if-range", "",
        "if-unmodified-since", "",
        "last-modified", "",
        "link", "",
        "location", "",
        "max-forwards", "",
        "proxy-authenticate", "",
        "proxy-authorization", "",
        "range", "",
        "referer", "",
        "refresh", "",
        "retry-after", "",
        "server", "",
        "set-cookie", "",
        "strict-transport-security", "",
        "transfer-encoding", "",
        "user-agent", "",
        "vary", "",
        "via", "",
        "www-authenticate", ""
    };

    /** The number of entries; the dynamic table's begin behind them. */
    static final int LENGTH = NAMES_AND_VALUES.length / 2;

    /** Twice as many slots as names, at least, so that a run of full ones is short. */
    private static final int SLOTS = 128;

    /** For each name, in the first free slot from its hash on, the index of its first entry. */
    private static final byte[] BY_NAME = byName();

    private StaticTable() {}

    static String name(int index) {
        return NAMES_AND_VALUES[2 * index - 2];
    }

    static String value(int index) {
        return NAMES_AND_VALUES[2 * index - 1];
    }

    /** The first entry with a name in lower case, of which this is the hash; 0 if there is none. */
    static int indexOf(String name, int hash) {
        for (int slot = slot(hash); BY_NAME[slot] != 0; slot = slot + 1 & SLOTS - 1) {
            if (name(BY_NAME[slot]).equals(name)) {
                return BY_NAME[slot];
            }
        }
        return 0;
    }

    /** The entry with the name of entry {@code first}, the first with it, and a value; 0 if there is none. */
    static int indexOf(int first, String value) {
        String name = name(first);
        for (int i = first; i <= LENGTH && name(i).equals(name); i++) {
            if (value(i).equals(value)) {
                return i;
            }
        }
        return 0;
    }

    private static byte[] byName() {
        byte[] slots = new byte[SLOTS];
        for (int i = LENGTH; i > 0; i--) {
            int slot = slot(name(i).hashCode());
            while (slots[slot] != 0 && !name(slots[slot]).equals(name(i))) {
                slot = slot + 1 & SLOTS - 1;
            }
            slots[slot] = (byte) i;
        }
        return slots;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 7 ^ hash >>> 14) & SLOTS - 1;
    }
}
