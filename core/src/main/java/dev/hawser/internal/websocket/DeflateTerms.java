package dev.hawser.internal.websocket;

import dev.hawser.internal.text.FieldLists;
import dev.hawser.internal.text.QuotedStrings;
import dev.hawser.internal.text.Tokens;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How permessage-deflate was agreed on (RFC 7692, section 7.1). Both sides compress with the JDK's window of 2^15 bytes, or a smaller one of
 * which the server has spoken; to read what it compresses, any will do.
 *
 * @param clientForgets whether each message to the server begins anew
 * @param clientWindowBits the window for messages to the server
 * @param serverForgets whether each message from the server begins anew
 */
record DeflateTerms(boolean clientForgets, int clientWindowBits, boolean serverForgets) {
    /** What is offered: the client can do with a smaller window, if the server asks for one. */
    static final String OFFER = "permessage-deflate; client_max_window_bits";

    private static final String NAME = "permessage-deflate";
    private static final int LEAST_WINDOW_BITS = 8;

    /**
     * What a server has agreed on; null if that is nothing.
     *
     * @param fields its {@code Sec-WebSocket-Extensions}
     * @throws IllegalArgumentException if it names what was not offered, or offers cannot be agreed on so; the message says what
     */
    static @Nullable DeflateTerms agreed(List<String> fields, boolean offered) {
        DeflateTerms agreed = null;
        for (String field : fields) {
            for (String extension : FieldLists.elements(field)) {
                List<String> parts = FieldLists.parameters(extension);
                String name = parts.isEmpty() ? extension : parts.get(0);
                if (!Tokens.same(name, NAME) || !offered) {
                    throw new IllegalArgumentException("the extension " + name + " was not offered");
                }
                if (agreed != null) {
                    throw new IllegalArgumentException("it has " + NAME + " twice");
                }
                agreed = of(parts.subList(1, parts.size()));
            }
        }
        return agreed;
    }

    private static DeflateTerms of(List<String> parameters) {
        boolean clientForgets = false;
        int clientWindowBits = MessageDeflater.MOST_WINDOW_BITS;
        boolean serverForgets = false;
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            String name = (equals < 0 ? parameter : parameter.substring(0, equals)).trim();
            String value = equals < 0
                    ? null
                    : QuotedStrings.unquote(parameter.substring(equals + 1).trim());
            if (!seen.add(name)) {
                throw new IllegalArgumentException("it has " + name + " twice");
            }
            if (Tokens.same(name, "client_no_context_takeover")) {
                clientForgets = withoutValue(name, value);
            } else if (Tokens.same(name, "server_no_context_takeover")) {
                serverForgets = withoutValue(name, value);
            } else if (Tokens.same(name, "client_max_window_bits")) {
                clientWindowBits = windowBits(name, value);
            } else if (Tokens.same(name, "server_max_window_bits")) {
                int unused = windowBits(name, value);
            } else {
                throw new IllegalArgumentException("permessage-deflate has no parameter " + name);
            }
        }
        return new DeflateTerms(clientForgets, clientWindowBits, serverForgets);
    }

    private static boolean withoutValue(String name, @Nullable String value) {
        if (value != null) {
            throw new IllegalArgumentException(name + " has a value: " + value);
        }
        return true;
    }

    private static int windowBits(String name, @Nullable String value) {
        int bits = value != null && value.matches("[1-9][0-9]?") ? Integer.parseInt(value) : 0;
        if (bits < LEAST_WINDOW_BITS || bits > MessageDeflater.MOST_WINDOW_BITS) {
            throw new IllegalArgumentException(name + " is not between " + LEAST_WINDOW_BITS + " and "
                    + MessageDeflater.MOST_WINDOW_BITS + ": " + value);
        }
        return bits;
    }
}
