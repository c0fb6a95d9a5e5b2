package dev.hawser.urlconnection;

import dev.hawser.Headers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a request, in the order in which a program set them. Names are compared without regard to case. */
final class RequestFields {
    /** What says how the message goes over the connection, or where it comes from, is not the program's to say. */
    private static final Set<String> RESTRICTED = Set.of(
            "access-control-request-headers",
            "access-control-request-method",
            "connection",
            "content-length",
            "content-transfer-encoding",
            "host",
            "keep-alive",
            "origin",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via");

    private record Field(String name, @Nullable String value) {
        static Field of(String name, @Nullable String value) {
            return new Field(name, value == null ? null : unfolded(value));
        }
    }

    private final boolean restrictedAllowed;
    private final List<Field> fields = new ArrayList<>(0);

    RequestFields(boolean restrictedAllowed) {
        this.restrictedAllowed = restrictedAllowed;
    }

    private RequestFields(RequestFields from) {
        this.restrictedAllowed = from.restrictedAllowed;
        this.fields.addAll(from.fields);
    }

    /** Fields of their own that are the same now. */
    RequestFields copy() {
        return new RequestFields(this);
    }

    /** No fields, under the same rules. */
    RequestFields none() {
        return new RequestFields(restrictedAllowed);
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /**
     * Sets a field of the program's in place of the last of its name; one that is restricted is passed over.
     *
     * @throws IllegalArgumentException if no message can have the field
     */
    void setByProgram(String name, @Nullable String value) {
        if (isAllowed(name, value)) {
            set(name, value);
        }
    }

    /**
     * Adds a field of the program's; one that is restricted is passed over.
     *
     * @throws IllegalArgumentException if no message can have the field
     */
    void addByProgram(String name, @Nullable String value) {
        if (isAllowed(name, value)) {
            fields.add(Field.of(name, value));
        }
    }

    private boolean isAllowed(String name, @Nullable String value) {
        check(name, value);
        String key = name.toLowerCase(Locale.ROOT);
        return restrictedAllowed
                || !RESTRICTED.contains(key) && !key.startsWith("sec-")
                || key.equals("connection") && "close".equalsIgnoreCase(value);
    }

    private static void check(String name, @Nullable String value) {
        if (name.isEmpty() || !name.chars().allMatch(RequestFields::isOfNames)) {
            throw new IllegalArgumentException("Illegal character(s) in message header field: " + name);
        }
        if (value != null && unfolded(value).chars().anyMatch(RequestFields::isControl)) {
            throw new IllegalArgumentException("Illegal character(s) in message header value: " + value);
        }
    }

    /** Whether it is one of a token's (RFC 9110, section 5.6.2). */
    private static boolean isOfNames(int c) {
        return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    private static boolean isControl(int c) {
        return c < ' ' && c != '\t' || c == 0x7f;
    }

    /** The value on one line: a line that begins with white space continues the one before (RFC 9112, section 5.2). */
    private static String unfolded(String value) {
        return value.indexOf('\n') < 0 ? value : value.replaceAll("\r?\n(?=[ \t])", " ");
    }

    /** Sets the value of the last field of the name, which keeps the case that it has; adds one if there is none. */
    void set(String name, @Nullable String value) {
        int last = lastOf(name);
        if (last < 0) {
            fields.add(Field.of(name, value));
        } else {
            fields.set(last, Field.of(fields.get(last).name, value));
        }
    }

    /** Sets a field unless there is a value under its name. */
    void setIfAbsent(String name, String value) {
        int last = lastOf(name);
        if (last < 0) {
            fields.add(new Field(name, value));
        } else if (fields.get(last).value == null) {
            fields.set(last, new Field(fields.get(last).name, value));
        }
    }

    void remove(String name) {
        fields.removeIf(field -> field.name.equalsIgnoreCase(name));
    }

    /** The last value of the name; null if there is none. */
    @Nullable
    String get(String name) {
        int last = lastOf(name);
        return last < 0 ? null : fields.get(last).value;
    }

    boolean has(String name) {
        return lastOf(name) >= 0;
    }

    private int lastOf(String name) {
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).name.equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The values by name, without those that are secret; unmodifiable. */
    Map<String, List<@Nullable String>> toMap() {
        Map<String, List<@Nullable String>> map = new HashMap<>();
        for (Field field : fields) {
            if (!isSecret(field.name)) {
                map.computeIfAbsent(field.name, name -> new ArrayList<>(1)).add(field.value);
            }
        }
        map.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(map);
    }

    /** Whether the program is not told the field, even if it set it. */
    static boolean isSecret(String name) {
        return name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("Proxy-Authorization");
    }

    /** The fields, as a message has them; one without value is there all the same. */
    Headers toHeaders() {
        Headers.Builder headers = new Headers.Builder();
        for (Field field : fields) {
            headers.addUnsafeNonAscii(field.name, field.value == null ? "" : field.value);
        }
        return headers.build();
    }
}
