package dev.hawser.internal.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates as HTTP writes them (RFC 9110, section 5.6.7): IMF-fixdate and, to be read only, the two obsolete
 * forms of RFC 850 and of C's asctime.
 */
public final class HttpDates {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final String MONTHS_IN_LOWER_CASE = MONTHS.toLowerCase(Locale.ROOT);
    private static final String ANY_CASE = "(?i)";
    private static final String TIME = "(?<time>\\d\\d:\\d\\d:\\d\\d)";

    /** {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    private static final Pattern IMF_FIXDATE = Pattern.compile(
            ANY_CASE + "\\w{3}, (?<day>\\d\\d?) (?<month>\\w{3}) (?<year>\\d{4}) " + TIME + " (GMT|UTC)");

    /** {@code Sunday, 06-Nov-94 08:49:37 GMT}; some servers write the year in full. */
    private static final Pattern RFC_850 = Pattern.compile(
            ANY_CASE + "\\w{3,9}, (?<day>\\d\\d?)-(?<month>\\w{3})-(?<year>\\d{2}|\\d{4}) " + TIME + " (GMT|UTC)");

    /** {@code Sun Nov  6 08:49:37 1994}. */
    private static final Pattern ASCTIME =
            Pattern.compile("\\w{3} (?<month>\\w{3}) +(?<day>\\d\\d?) " + TIME + " (?<year>\\d{4})");

    private static final Pattern[] LENIENT = {IMF_FIXDATE, RFC_850, ASCTIME};

    /** The same as the grammar has them, letter by letter. */
    private static final Pattern[] STRICT = {
        Pattern.compile(ANY_CASE + "[a-z]{3}, (?<day>\\d\\d) (?<month>[a-z]{3}) (?<year>\\d{4}) " + TIME + " GMT"),
        Pattern.compile(ANY_CASE + "[a-z]{6,9}, (?<day>\\d\\d)-(?<month>[a-z]{3})-(?<year>\\d{2}) " + TIME + " GMT"),
        Pattern.compile(ANY_CASE + "[a-z]{3} (?<month>[a-z]{3}) (?<day>\\d\\d| \\d) " + TIME + " (?<year>\\d{4})")
    };

    /** Years of two digits below this are of the 21st century, the others of the 20th (RFC 6265, section 5.1.1). */
    private static final int FIRST_YEAR_OF_1900S = 70;

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private HttpDates() {}

    /**
     * The date as an IMF-fixdate, to the second.
     *
     * @throws IllegalArgumentException if its year has not four digits
     */
    public static String format(Instant instant) {
        if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
            throw new IllegalArgumentException("An HTTP date has a year of four digits; it cannot be " + instant);
        }
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(29);
        text.append(name(DAYS, time.getDayOfWeek().getValue())).append(", ");
        append(text, time.getDayOfMonth()).append(' ');
        text.append(name(MONTHS, time.getMonthValue())).append(' ');
        append(text, time.getYear() / 100);
        append(text, time.getYear() % 100).append(' ');
        append(text, time.getHour()).append(':');
        append(text, time.getMinute()).append(':');
        append(text, time.getSecond()).append(" GMT");
        return text.toString();
    }

    /**
     * The instant that an HTTP date in one of the three forms names, or null if it is none of them. The day of
     * the week is not held against the date, nor is the case (RFC 9111, section 4.2), nor what some servers make of the forms.
     */
    public static @Nullable Instant parse(String text) {
        return parse(text, LENIENT);
    }

    /** The same without what some servers make of the forms, for dates of which none is better than one that was not meant. */
    public static @Nullable Instant parseStrictly(String text) {
        return parse(text, STRICT);
    }

    private static @Nullable Instant parse(String text, Pattern... forms) {
        String trimmed = text.trim();
        for (Pattern form : forms) {
            Matcher matcher = form.matcher(trimmed);
            if (matcher.matches()) {
                return instant(matcher);
            }
        }
        return null;
    }

    private static @Nullable Instant instant(Matcher date) {
        int month = MONTHS_IN_LOWER_CASE.indexOf(date.group("month").toLowerCase(Locale.ROOT));
        if (month % 3 != 0) {
            return null;
        }
        int year = Integer.parseInt(date.group("year"));
        if (date.group("year").length() == 2) {
            year += year < FIRST_YEAR_OF_1900S ? 2000 : 1900;
        }
        try {
            LocalDate day = LocalDate.of(
                    year, month / 3 + 1, Integer.parseInt(date.group("day").trim()));
            return LocalDateTime.of(day, LocalTime.parse(date.group("time"))).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String name(String names, int number) {
        return names.substring(3 * number - 3, 3 * number);
    }

    private static StringBuilder append(StringBuilder text, int twoDigits) {
        return text.append((char) ('0' + twoDigits / 10)).append((char) ('0' + twoDigits % 10));
    }
}
