package dev.hawser.internal.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates as HTTP writes them (RFC 9110, section 5.6.7): IMF-fixdate, and to be read only, the two obsolete
 * forms of RFC 850 and of C's asctime.
 */
public final class HttpDates {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private HttpDates() {}

    /** The date as an IMF-fixdate, to the second: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    public static String format(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw new IllegalArgumentException("An HTTP date has a year of four digits, not " + time.getYear());
        }
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

    /** The instant that an HTTP date in one of the three forms names, or null if it is none of them. */
    public static @Nullable Instant parse(String text) {
        String[] parts = text.trim().replace(',', ' ').split("[ -]+");
        try {
            return switch (parts.length) {
                case 5 -> parts[0].length() == 3 ? instant(parts[2], parts[1], parts[4], parts[3]) : rfc850(parts);
                case 6 -> isGmt(parts[5]) ? instant(parts[1], parts[2], parts[3], parts[4]) : null;
                default -> null;
            };
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Instant rfc850(String[] parts) {
        return null;
    }

    private static boolean isGmt(String zone) {
        return zone.equals("GMT") || zone.equals("UTC");
    }

    private static Instant instant(String day, String month, String year, String time) {
        LocalDate date = LocalDate.of(Integer.parseInt(year), MONTHS.indexOf(month) / 3 + 1, Integer.parseInt(day));
        return LocalDateTime.of(date, LocalTime.parse(time)).toInstant(ZoneOffset.UTC);
    }

    private static String name(String names, int number) {
        return names.substring(3 * number - 3, 3 * number);
    }

    private static StringBuilder append(StringBuilder text, int twoDigits) {
        return text.append((char) ('0' + twoDigits / 10)).append((char) ('0' + twoDigits % 10));
    }
}
