package dev.hawser.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Quantities as people read them. */
public final class Words {
    private Words() {}

    /** A count and what it counts, as in {@code 1 request} and {@code 12,345 requests}. */
    public static String count(long count, String one) {
        return number(count) + " " + one + (count == 1 ? "" : "s");
    }

    /** A number with its thousands set apart. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** As {@link #bytes(double)}. */
    public static String bytes(long count) {
        return bytes((double) count);
    }

    /** A number of bytes in the largest unit of which there is one, as in {@code 1.5 MiB}. */
    public static String bytes(double count) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double left = count;
        while (left >= 1024 && unit < units.length - 1) {
            left /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", left, units[unit]);
    }

    /** As {@link #nanos(double)}. */
    public static String nanos(long nanos) {
        return nanos((double) nanos);
    }

    /** A time to three digits, as in {@code 38.2 µs}, {@code 4.07 ms} and {@code 12.0 s}. */
    public static String nanos(double nanos) {
        String[] units = {"ns", "µs", "ms", "s"};
        int unit = 0;
        double left = nanos;
        while (left >= 999.5 && unit < units.length - 1) {
            left /= 1000;
            unit++;
        }
        int digits = unit == 0 || left >= 99.95 ? 0 : left >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f %s", left, units[unit]);
    }

    /** A setting's time without needless digits, as in {@code 5 min}, {@code 2.5 s} and {@code 20 ms}. */
    public static String duration(Duration time) {
        long millis = time.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + " min";
        }
        return (millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1e3)) + " s";
    }

    /** The time left, as in {@code 0:07}, {@code 12:30} and {@code 1:02:03}. */
    public static String clock(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
