package dev.hawser.internal.cache;

import dev.hawser.Headers;
import dev.hawser.internal.text.FieldLists;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which fields of a request a response depends on (RFC 9110, section 12.5.5; RFC 9111, section 4.1). */
final class Vary {
    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie", "proxy-authorization");

    private Vary() {}

    /** The names that {@code Vary} lists, in lower case and alphabetical order, each once. */
    static List<String> names(Headers response) {
        TreeSet<String> names = new TreeSet<>();
        for (String value : response.values("Vary")) {
            for (String name : FieldLists.elements(value)) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        }
        return List.copyOf(names);
    }

    /** Whether no other request is one that the response would do for. */
    static boolean onAnything(List<String> names) {
        return names.contains("*");
    }

    /**
     * The request's fields of these names, each as one list whose elements are set off alike; those that are not there left out. They are
     * stored, so of credentials there is only a hash.
     */
    static Headers nominated(List<String> names, Headers request) {
        Headers.Builder nominated = new Headers.Builder();
        for (String name : names) {
            List<String> values = request.values(name);
            if (!values.isEmpty()) {
                String value = normal(values);
                nominated.addUnsafeNonAscii(name, CREDENTIALS.contains(name) ? Keys.hash(value) : value);
            }
        }
        return nominated.build();
    }

    private static String normal(List<String> values) {
        StringBuilder all = new StringBuilder();
        for (String value : values) {
            for (String element : FieldLists.elements(value)) {
                all.append(all.isEmpty() ? "" : ", ").append(element);
            }
        }
        return all.toString();
    }
}
