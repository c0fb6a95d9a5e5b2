package dev.hawser.cli.terminal;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time given in seconds, to the millisecond. */
public final class Seconds implements ITypeConverter<Duration> {
    private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(Integer.MAX_VALUE);

    /** A converter. */
    public Seconds() {}

    @Override
    public Duration convert(String text) {
        try {
            BigDecimal millis = new BigDecimal(text).movePointRight(3);
            if (millis.compareTo(BigDecimal.ONE) >= 0 && millis.compareTo(MOST_MILLIS) <= 0) {
                return Duration.ofMillis(millis.longValue());
            }
        } catch (NumberFormatException e) {
            // Told as a number out of range is.
        }
        throw new TypeConversionException("'" + text + "' is not a number from 0.001 to " + Integer.MAX_VALUE / 1000);
    }
}
