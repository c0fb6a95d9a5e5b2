package dev.hawser;

import dev.hawser.internal.text.HttpDates;
import dev.hawser.internal.text.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one message, in order (RFC 9110, section 5). Names are compared without regard to case
 * and keep the case they were given. No name and no value can end its line or hide a second one: what could
 * is refused when it is set.
 *
 * <p>Immutable, and safe for use by many threads; its {@link Builder} is not.
 */
public final class Headers implements Iterable<Map.Entry<String, String>> {
    private static final String[] NONE = {};

    /** No header fields. */
    public static final Headers EMPTY = new Headers(NONE);

    /** Name, value, name, value … */
    private final String[] namesAndValues;

    private Headers(String[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /**
     * Headers of alternating names and values, trimmed.
     *
     * @throws IllegalArgumentException if their count is odd, or a name or value is not allowed
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "Expected alternating header names and values, but got " + namesAndValues.length + " strings");
        }
        Builder builder = new Builder(namesAndValues.length);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i] == null || namesAndValues[i + 1] == null) {
                throw new IllegalArgumentException("Headers cannot be null: header " + i / 2);
            }
            builder.add(namesAndValues[i].trim(), namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /**
     * The headers of a map, in its order, trimmed.
     *
     * @throws IllegalArgumentException if a name or value is not allowed
     */
    public static Headers of(Map<String, String> headers) {
        Builder builder = new Builder(2 * headers.size());
        headers.forEach((name, value) -> builder.add(name.trim(), value));
        return builder.build();
    }

    /** The last value of the field named so, or null. Allocates nothing. */
    public @Nullable String get(String name) {
        return lastOf(namesAndValues, namesAndValues.length, name);
    }

    /** The last value of the field as an HTTP date, or null if there is none or it is not one. */
    public @Nullable Date getDate(String name) {
        Instant instant = getInstant(name);
        return instant == null ? null : Date.from(instant);
    }

    /** The last value of the field as an HTTP date, or null if there is none or it is not one. */
    public @Nullable Instant getInstant(String name) {
        String value = get(name);
        return value == null ? null : HttpDates.parse(value);
    }

    /** The number of fields; a name that is there twice counts twice. */
    public int size() {
        return namesAndValues.length / 2;
    }

    /**
     * The name of the field at {@code index}.
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ {@code index} &lt; {@link #size()}
     */
    public String name(int index) {
        return namesAndValues[2 * index];
    }

    /**
     * The value of the field at {@code index}.
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ {@code index} &lt; {@link #size()}
     */
    public String value(int index) {
        return namesAndValues[2 * index + 1];
    }

    /** The names, each once, in alphabetical order; an unmodifiable set that does not regard case. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add(namesAndValues[i]);
        }
        return Collections.unmodifiableSet(names);
    }

    /** All values of the field named so, in order; an unmodifiable list, empty if there is none. */
    public List<String> values(String name) {
        List<String> values = List.of();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equalsIgnoreCase(name)) {
                if (values.isEmpty()) {
                    values = new ArrayList<>(2);
                }
                values.add(namesAndValues[i + 1]);
            }
        }
        return values.isEmpty() ? values : Collections.unmodifiableList(values);
    }

    /** The fields by name in lower case; a map of its own that does not regard case. */
    public Map<String, List<String>> toMultimap() {
        Map<String, List<String>> result = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            result.computeIfAbsent(namesAndValues[i].toLowerCase(Locale.ROOT), name -> new ArrayList<>(2))
                    .add(namesAndValues[i + 1]);
        }
        return result;
    }

    /** The number of bytes that these fields take in HTTP/1.1, if all is ASCII: {@code name: value} CR LF. */
    public long byteCount() {
        long count = 4L * size();
        for (String part : namesAndValues) {
            count += part.length();
        }
        return count;
    }

    /** The fields in order. */
    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public Map.Entry<String, String> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int index = next++;
                return Map.entry(name(index), value(index));
            }
        };
    }

    /** A builder that holds these fields. */
    public Builder newBuilder() {
        Builder builder = new Builder(namesAndValues.length + 8);
        builder.addAll(this);
        return builder;
    }

    /** Whether {@code other} has the same fields in the same order; here case counts. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers that && Arrays.equals(namesAndValues, that.namesAndValues);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(namesAndValues);
    }

    /** The fields, one a line; the values of those that carry credentials are blotted out. */
    @Override
    public String toString() {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String name = namesAndValues[i];
            result.append(name)
                    .append(": ")
                    .append(isSensitive(name) ? "██" : namesAndValues[i + 1])
                    .append('\n');
        }
        return result.toString();
    }

    /** Whether values of this field are secrets, which belong into no log. */
    static boolean isSensitive(String name) {
        return name.equalsIgnoreCase("Authorization")
                || name.equalsIgnoreCase("Cookie")
                || name.equalsIgnoreCase("Proxy-Authorization")
                || name.equalsIgnoreCase("Set-Cookie");
    }

    private static @Nullable String lastOf(@Nullable String[] namesAndValues, int length, String name) {
        for (int i = length - 2; i >= 0; i -= 2) {
            if (name.equalsIgnoreCase(namesAndValues[i])) {
                return namesAndValues[i + 1];
            }
        }
        return null;
    }

    /** A maker of {@link Headers}; it can be used again after {@link #build()} and {@link #clear()}. */
    public static final class Builder {
        /** Names and values up to {@link #length}. */
        private @Nullable String[] namesAndValues;

        private int length;

        /** A builder without a field. */
        public Builder() {
            this(20);
        }

        private Builder(int capacity) {
            namesAndValues = new String[capacity];
        }

        /**
         * Adds a field given as {@code name: value}.
         *
         * @throws IllegalArgumentException if it has no colon, or name or value are not allowed
         */
        public Builder add(String line) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("Unexpected header: no colon in a line of " + line.length()
                        + " characters; expected name: value");
            }
            return add(line.substring(0, colon).trim(), line.substring(colon + 1));
        }

        /**
         * Adds a field; those of the same name stay. The value is trimmed.
         *
         * @throws IllegalArgumentException if the name is not a token, or the value holds a character that is
         *     neither visible ASCII nor space nor TAB
         */
        public Builder add(String name, String value) {
            checkName(name);
            checkValue(name, value, Tokens.indexOfNonAsciiOrControl(value));
            return append(name, value.trim());
        }

        /**
         * Adds a field whose value may hold characters beyond ASCII, which travel as UTF-8. Control characters
         * are refused here, too.
         *
         * @throws IllegalArgumentException if the name is not a token, or the value holds a control character
         */
        public Builder addUnsafeNonAscii(String name, String value) {
            checkName(name);
            checkValue(name, value, Tokens.indexOfControl(value));
            return append(name, value.trim());
        }

        /** Adds a field whose value is a date, to the second. */
        public Builder add(String name, Date value) {
            return add(name, value.toInstant());
        }

        /** Adds a field whose value is a date, to the second. */
        public Builder add(String name, Instant value) {
            return add(name, HttpDates.format(value));
        }

        /** Adds all fields of {@code headers}. */
        public Builder addAll(Headers headers) {
            String[] more = headers.namesAndValues;
            ensureRoomFor(more.length);
            System.arraycopy(more, 0, namesAndValues, length, more.length);
            length += more.length;
            return this;
        }

        /**
         * Adds a field in place of all that have its name.
         *
         * @throws IllegalArgumentException as {@link #add(String, String)} does; then nothing is changed
         */
        public Builder set(String name, String value) {
            checkName(name);
            checkValue(name, value, Tokens.indexOfNonAsciiOrControl(value));
            return removeAll(name).append(name, value.trim());
        }

        /** Adds a field whose value is a date, to the second, in place of all that have its name. */
        public Builder set(String name, Date value) {
            return set(name, value.toInstant());
        }

        /** Adds a field whose value is a date, to the second, in place of all that have its name. */
        public Builder set(String name, Instant value) {
            return set(name, HttpDates.format(value));
        }

        /** Removes all fields named so. */
        public Builder removeAll(String name) {
            int kept = 0;
            for (int i = 0; i < length; i += 2) {
                if (!name.equalsIgnoreCase(namesAndValues[i])) {
                    namesAndValues[kept++] = namesAndValues[i];
                    namesAndValues[kept++] = namesAndValues[i + 1];
                }
            }
            Arrays.fill(namesAndValues, kept, length, null);
            length = kept;
            return this;
        }

        /** The last value of the field named so, or null. */
        public @Nullable String get(String name) {
            return lastOf(namesAndValues, length, name);
        }

        /** Removes all fields, and keeps the room they took. */
        public Builder clear() {
            Arrays.fill(namesAndValues, 0, length, null);
            length = 0;
            return this;
        }

        /** The fields so far. */
        public Headers build() {
            return length == 0 ? EMPTY : new Headers(Arrays.copyOf(namesAndValues, length));
        }

        private Builder append(String name, String value) {
            ensureRoomFor(2);
            namesAndValues[length] = name;
            namesAndValues[length + 1] = value;
            length += 2;
            return this;
        }

        private void ensureRoomFor(int more) {
            if (length + more > namesAndValues.length) {
                namesAndValues = Arrays.copyOf(namesAndValues, Math.max(length + more, 2 * length));
            }
        }

        private static void checkName(String name) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("name is empty");
            }
            int at = Tokens.indexOfNonToken(name);
            if (at >= 0) {
                throw new IllegalArgumentException(
                        "Unexpected char " + hex(name.charAt(at)) + " at " + at + " in header name: " + name);
            }
        }

        private static void checkValue(String name, String value, int faultAt) {
            if (faultAt >= 0) {
                throw new IllegalArgumentException("Unexpected char " + hex(value.charAt(faultAt)) + " at " + faultAt
                        + " in " + name + " value" + (isSensitive(name) ? "" : ": " + value));
            }
        }

        private static String hex(char c) {
            return String.format(Locale.ROOT, "0x%02x", (int) c);
        }
    }
}
