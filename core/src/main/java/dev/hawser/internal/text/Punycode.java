package dev.hawser.internal.text;

/**
 * Text in letters, digits and hyphens (RFC 3492): what is ASCII as it is, then where in it the others go. Both ways
 * take time by the square of the length.
 */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;

    private Punycode() {}

    /** The text in Punycode (section 6.3); its ASCII letters keep their case. */
    static String encode(String text) {
        int[] points = text.codePoints().toArray();
        StringBuilder out = new StringBuilder(2 * text.length());
        for (int point : points) {
            if (point < INITIAL_N) {
                out.append((char) point);
            }
        }
        int basic = out.length();
        if (basic > 0) {
            out.append('-');
        }
        int bias = INITIAL_BIAS;
        int n = INITIAL_N;
        int delta = 0;
        for (int handled = basic; handled < points.length; n++, delta++) {
            int next = Integer.MAX_VALUE;
            for (int point : points) {
                if (point >= n && point < next) {
                    next = point;
                }
            }
            delta = Math.addExact(delta, Math.multiplyExact(next - n, handled + 1));
            n = next;
            for (int point : points) {
                if (point < n) {
                    delta++;
                } else if (point == n) {
                    append(delta, bias, out);
                    bias = adapted(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
        }
        return out.toString();
    }

    /** Appends a number of digits that depend on the bias; the last is below its threshold. */
    private static void append(int delta, int bias, StringBuilder out) {
        int rest = delta;
        int k = BASE;
        for (int t = threshold(k, bias); rest >= t; t = threshold(k, bias)) {
            out.append(digit(t + (rest - t) % (BASE - t)));
            rest = (rest - t) / (BASE - t);
            k += BASE;
        }
        out.append(digit(rest));
    }

    /**
     * The text that is written in Punycode (section 6.2).
     *
     * @throws IllegalArgumentException if none is
     */
    static String decode(String encoded) {
        int hyphen = Math.max(encoded.lastIndexOf('-'), 0);
        int[] points = new int[encoded.length()];
        int length = 0;
        for (; length < hyphen; length++) {
            points[length] = basic(encoded.charAt(length));
        }
        int bias = INITIAL_BIAS;
        int n = INITIAL_N;
        int i = 0;
        for (int at = hyphen > 0 ? hyphen + 1 : 0; at < encoded.length(); ) {
            long position = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = at < encoded.length() ? valueOf(encoded.charAt(at++)) : -1;
                position += digit * weight;
                if (digit < 0 || position > Integer.MAX_VALUE) {
                    throw fault();
                }
                int t = threshold(k, bias);
                if (digit < t) {
                    break;
                }
                // Beyond every position there is any weight is as good as another: a digit other than 0 is refused.
                weight = Math.min(weight * (BASE - t), 1L << 40);
            }
            length++;
            bias = adapted((int) position - i, length, i == 0);
            n = codePoint(n + position / length);
            i = (int) (position % length);
            System.arraycopy(points, i, points, i + 1, length - 1 - i);
            points[i++] = n;
        }
        return new String(points, 0, length);
    }

    private static int basic(char c) {
        if (c >= INITIAL_N) {
            throw fault();
        }
        return c;
    }

    private static int codePoint(long n) {
        if (n > Character.MAX_CODE_POINT || (n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE)) {
            throw fault();
        }
        return (int) n;
    }

    private static IllegalArgumentException fault() {
        return new IllegalArgumentException("begins with xn--, but what follows is not Punycode");
    }

    private static int threshold(int k, int bias) {
        return Math.min(Math.max(k - bias, T_MIN), T_MAX);
    }

    /** The bias after a delta (section 6.1). */
    private static int adapted(int delta, int length, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / length;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int valueOf(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
    }
}
