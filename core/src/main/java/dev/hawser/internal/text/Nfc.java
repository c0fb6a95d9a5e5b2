package dev.hawser.internal.text;

/** Normalization Form C of text in valid code points (UAX #15). The work grows with the square of its length. */
final class Nfc {
    /** The most code points that one is when it is decomposed. */
    private static final int MOST = 4;

    private static final int L_BASE = 0x1100;
    private static final int V_BASE = 0x1161;
    private static final int T_BASE = 0x11a7;
    private static final int S_BASE = 0xac00;
    private static final int L_COUNT = 19;
    private static final int V_COUNT = 21;
    private static final int T_COUNT = 28;
    private static final int S_COUNT = L_COUNT * V_COUNT * T_COUNT;

    private final UnicodeData data;
    private final int[] points;
    private int length;

    private Nfc(UnicodeData data, int size) {
        this.data = data;
        this.points = new int[size];
    }

    static String normalize(String text, UnicodeData data) {
        Nfc nfc = new Nfc(data, MOST * text.length());
        text.codePoints().forEach(nfc::decompose);
        nfc.order();
        nfc.compose();
        return new String(nfc.points, 0, nfc.length);
    }

    private void decompose(int point) {
        int syllable = point - S_BASE;
        if (syllable >= 0 && syllable < S_COUNT) {
            points[length++] = L_BASE + syllable / (V_COUNT * T_COUNT);
            points[length++] = V_BASE + syllable / T_COUNT % V_COUNT;
            if (syllable % T_COUNT != 0) {
                points[length++] = T_BASE + syllable % T_COUNT;
            }
            return;
        }
        int pair = data.compositions().indexOf(point);
        if (pair < 0) {
            points[length++] = point;
        } else {
            decompose(data.compositions().first(pair));
            points[length++] = data.compositions().second(pair);
        }
    }

    /** Sorts those that combine by their classes, and leaves the order of those of one class. */
    private void order() {
        for (int i = 1; i < length; i++) {
            int point = points[i];
            int combiningClass = combiningClass(point);
            int to = i;
            while (combiningClass > 0 && to > 0 && combiningClass(points[to - 1]) > combiningClass) {
                points[to] = points[--to];
            }
            points[to] = point;
        }
    }

    /** Joins each with the last starter, unless something of its class or a higher one stands between. */
    private void compose() {
        int starter = -1;
        int classBefore = 0;
        int to = 0;
        for (int i = 0; i < length; i++) {
            int point = points[i];
            int combiningClass = combiningClass(point);
            boolean free = starter >= 0 && (starter == to - 1 || classBefore < combiningClass);
            int composite = free ? composite(points[starter], point) : -1;
            if (composite >= 0) {
                points[starter] = composite;
                continue;
            }
            if (combiningClass == 0) {
                starter = to;
            }
            classBefore = combiningClass;
            points[to++] = point;
        }
        length = to;
    }

    private int composite(int first, int second) {
        int l = first - L_BASE;
        int v = second - V_BASE;
        if (l >= 0 && l < L_COUNT && v >= 0 && v < V_COUNT) {
            return S_BASE + (l * V_COUNT + v) * T_COUNT;
        }
        int syllable = first - S_BASE;
        int t = second - T_BASE;
        if (syllable >= 0 && syllable < S_COUNT && syllable % T_COUNT == 0 && t > 0 && t < T_COUNT) {
            return first + t;
        }
        return data.compositions().composite(first, second);
    }

    private int combiningClass(int point) {
        return data.combiningClasses().at(point);
    }
}
