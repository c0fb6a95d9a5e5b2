package dev.hawser;

import dev.hawser.internal.text.PercentEncoding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A query as a list of parameters, kept in their encoded form. A value is null where there is no {@code =}. */
final class QueryParameters {
    /** Name, value, name, value … */
    private final List<@Nullable String> encoded = new ArrayList<>();

    /** The parameters of a query, of which an empty one has one; none if there is no query. */
    static QueryParameters of(@Nullable String encodedQuery) {
        QueryParameters parameters = new QueryParameters();
        if (encodedQuery == null) {
            return parameters;
        }
        int start = 0;
        int equals = encodedQuery.indexOf('=');
        while (start <= encodedQuery.length()) {
            int ampersand = encodedQuery.indexOf('&', start);
            int end = ampersand < 0 ? encodedQuery.length() : ampersand;
            if (equals >= 0 && equals < start) {
                equals = encodedQuery.indexOf('=', start);
            }
            boolean hasValue = equals >= 0 && equals < end;
            parameters.add(
                    encodedQuery.substring(start, hasValue ? equals : end),
                    hasValue ? encodedQuery.substring(equals + 1, end) : null);
            start = end + 1;
        }
        return parameters;
    }

    int size() {
        return encoded.size() / 2;
    }

    String name(int index) {
        return decode(nameAt(2 * index));
    }

    @Nullable
    String value(int index) {
        String value = encoded.get(2 * index + 1);
        return value == null ? null : decode(value);
    }

    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < size(); i++) {
            names.add(name(i));
        }
        return Collections.unmodifiableSet(names);
    }

    List<@Nullable String> values(String name) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (name(i).equals(name)) {
                values.add(value(i));
            }
        }
        return Collections.unmodifiableList(values);
    }

    /** Adds a parameter in its encoded form. */
    void add(String encodedName, @Nullable String encodedValue) {
        encoded.add(encodedName);
        encoded.add(encodedValue);
    }

    /** Removes all parameters whose decoded name is {@code name}. */
    void removeAll(String name) {
        for (int i = encoded.size() - 2; i >= 0; i -= 2) {
            if (decode(nameAt(i)).equals(name)) {
                encoded.subList(i, i + 2).clear();
            }
        }
    }

    /** Appends the query in its encoded form. */
    void appendTo(StringBuilder out) {
        for (int i = 0; i < encoded.size(); i += 2) {
            if (i > 0) {
                out.append('&');
            }
            out.append(nameAt(i));
            String value = encoded.get(i + 1);
            if (value != null) {
                out.append('=').append(value);
            }
        }
    }

    static String decode(String encoded) {
        return PercentEncoding.decode(encoded, 0, encoded.length(), true);
    }

    private String nameAt(int position) {
        String name = encoded.get(position);
        return name == null ? "" : name;
    }
}
