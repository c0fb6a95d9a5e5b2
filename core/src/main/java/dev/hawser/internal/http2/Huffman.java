package dev.hawser.internal.http2;

/**
 * The Huffman code of HPACK (RFC 7541, section 5.2 and appendix B). It is canonical: codes of one length follow
 * each other in the order of their symbols, and those of the next length follow them, so the lengths tell all.
 */
final class Huffman {
    /** The longest code, and how many bits are looked at to find the next one. */
    private static final int WINDOW = 30;

    /** The symbol that ends a string, which must not be there (RFC 7541, section 5.2). */
    private static final int END_OF_STRING = 256;

    /** The length of each symbol's code in bits, as a digit to the base of 36. */
    private static final String LENGTHS = "dnsssssssoussussssssssusssssssss"
            + "6aacd68baa8b8666555666666678f6ca"
            + "d67777777777777777777777878djde6"
            + "f56565666577666567655677777fbeds"
            + "kmkkmmmnmnnnnnonoomnonnnnlmnmnno"
            + "mlkmmnnlnmmolmnnllmlnmnnkmmmnmmn"
            + "qqkjmnmpqqqrrqopjlqrrqrollqqsrrr"
            + "koklmllnmmppooqnqrqqrrrrrsrrrrrq"
            + "u";

    private static final int[] LENGTH = new int[END_OF_STRING + 1];
    private static final int[] CODE = new int[END_OF_STRING + 1];

    /** The symbols in the order of their codes. */
    private static final short[] SYMBOLS = new short[END_OF_STRING + 1];

    /** For each first byte of the window the length and symbol of a code of at most 8 bits, or 0. */
    private static final short[] SHORT_CODES = new short[256];

    /** For each length, the first window behind those that begin with a code of at most that length. */
    private static final int[] LIMIT = new int[WINDOW + 1];

    /** For each length, what is added to a code to get its place in {@link #SYMBOLS}. */
    private static final int[] PLACE = new int[WINDOW + 1];

    static {
        for (int symbol = 0; symbol <= END_OF_STRING; symbol++) {
            LENGTH[symbol] = Character.digit(LENGTHS.charAt(symbol), 36);
        }
        int code = 0;
        int place = 0;
        for (int length = 1; length <= WINDOW; length++) {
            code <<= 1;
            PLACE[length] = place - code;
            for (int symbol = 0; symbol <= END_OF_STRING; symbol++) {
                if (LENGTH[symbol] == length) {
                    SYMBOLS[place++] = (short) symbol;
                    CODE[symbol] = code;
                    for (int i = 0; length <= 8 && i < 1 << 8 - length; i++) {
                        SHORT_CODES[(code << 8 - length) + i] = (short) (length << 8 | symbol);
                    }
                    code++;
                }
            }
            LIMIT[length] = code << WINDOW - length;
        }
    }

    private Huffman() {}

    /** The most bytes that so many encoded ones can become. */
    static int mostDecoded(int encodedLength) {
        return (int) (encodedLength * 8L / 5);
    }

    /**
     * Decodes {@code in[from, to)}.
     *
     * @return the number of bytes put into {@code out}
     */
    static int decode(byte[] in, int from, int to, byte[] out) throws Http2Exception {
        long bits = 0; // of which the lowest count are not decoded yet
        int count = 0;
        int next = from;
        int length = 0;
        while (true) {
            while (count < WINDOW && next < to) {
                bits = bits << 8 | in[next++] & 0xff;
                count += 8;
            }
            int missing = WINDOW - count;
            int window =
                    (int) (missing <= 0 ? bits >>> -missing : bits << missing | (1 << missing) - 1) & (1 << WINDOW) - 1;
            int symbol = SHORT_CODES[window >>> WINDOW - 8];
            int codeLength = symbol >>> 8;
            if (codeLength == 0) {
                codeLength = 9;
                while (window >= LIMIT[codeLength] && codeLength < WINDOW) {
                    codeLength++;
                }
                symbol = SYMBOLS[(window >>> WINDOW - codeLength) + PLACE[codeLength]];
            }
            if (codeLength > count) {
                checkPadding(window, count);
                return length;
            }
            if (symbol == END_OF_STRING) {
                throw new Http2Exception(
                        ErrorCode.COMPRESSION_ERROR, "a Huffman-coded string holds the symbol that ends it");
            }
            out[length++] = (byte) symbol;
            count -= codeLength;
        }
    }

    /** What is left is the begin of the code of the symbol that ends a string, which is all ones, and less than a byte. */
    private static void checkPadding(int window, int count) throws Http2Exception {
        if (count > 7 || window != (1 << WINDOW) - 1) {
            throw new Http2Exception(
                    ErrorCode.COMPRESSION_ERROR, "a Huffman-coded string ends in bits that are no padding");
        }
    }

    /** The number of bytes that the ASCII characters of a text are encoded to. */
    static int encodedLength(String text) {
        long bits = 7;
        for (int i = 0; i < text.length(); i++) {
            bits += LENGTH[text.charAt(i)];
        }
        return (int) (bits >>> 3);
    }

    /** Encodes the ASCII characters of a text. */
    static void encode(String text, WireBuffer out) {
        long bits = 0;
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int symbol = text.charAt(i);
            bits = bits << LENGTH[symbol] | CODE[symbol];
            count += LENGTH[symbol];
            while (count >= 8) {
                count -= 8;
                out.put((int) (bits >>> count));
            }
        }
        if (count > 0) {
            out.put((int) (bits << 8 - count) | 0xff >>> count);
        }
    }
}
