package dev.hawser.internal.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates as cookies have them (RFC 6265, section 5.1.1): time, day, month and year in any order and between any
 * delimiters; the first word that can be one of them is it, and all others are passed over.
 */
public final class CookieDates {
    private static final String[] MONTHS = {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
    };

    /** The Gregorian calendar as far as cookies know it. */
    private static final int FIRST_YEAR = 1601;

    private final String text;
    private int @Nullable [] time;
    private int day = -1;
    private int month = -1;
    private int year = -1;

    private CookieDates(String text) {
        this.text = text;
    }

    /** The instant that a date names, or null if it names none. */
    public static @Nullable Instant parse(String text) {
        CookieDates date = new CookieDates(text);
        date.readWords();
        return date.instant();
    }

    private void readWords() {
        int end;
        for (int start = 0; start < text.length(); start = end + 1) {
            end = start;
            while (end < text.length() && !isDelimiter(text.charAt(end))) {
                end++;
            }
            if (end > start) {
                readWord(start, end);
            }
        }
    }

    private void readWord(int start, int end) {
        if (time == null) {
            time = timeAt(start, end);
            if (time != null) {
                return;
            }
        }
        int digits = digitsAt(start, end);
        if (day < 0 && (digits == 1 || digits == 2)) {
            day = number(start, digits);
        } else if (month < 0 && monthAt(start, end) > 0) {
            month = monthAt(start, end);
        } else if (year < 0 && digits >= 2 && digits <= 4) {
            year = fullYear(number(start, digits));
        }
    }

    /** Hour, minute and second, of one or two digits each; whatever follows the last is passed over. */
    private int @Nullable [] timeAt(int start, int end) {
        int[] fields = new int[3];
        int at = start;
        for (int i = 0; i < 3; i++) {
            int digits = digitsAt(at, end);
            if (digits < 1 || digits > 2) {
                return null;
            }
            fields[i] = number(at, digits);
            at += digits;
            if (i < 2 && (at == end || text.charAt(at++) != ':')) {
                return null;
            }
        }
        return fields;
    }

    private int monthAt(int start, int end) {
        for (int i = 0; i < MONTHS.length && end - start >= 3; i++) {
            if (Tokens.standsAt(text, start, MONTHS[i])) {
                return i + 1;
            }
        }
        return -1;
    }

    private @Nullable Instant instant() {
        if (time == null || day < 0 || month < 0 || year < FIRST_YEAR) {
            return null;
        }
        try {
            return LocalDateTime.of(year, month, day, time[0], time[1], time[2]).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private int digitsAt(int start, int end) {
        int at = start;
        while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private int number(int start, int digits) {
        return Integer.parseInt(text, start, start + digits, 10);
    }

    private static int fullYear(int year) {
        return year < 70 ? year + 2000 : year < 100 ? year + 1900 : year;
    }

    private static boolean isDelimiter(char c) {
        boolean wordChar = c >= '0' && c <= ':' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
        return c == '\t' || c >= ' ' && c < 0x7f && !wordChar;
    }
}
