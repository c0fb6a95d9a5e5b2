package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.internal.http.HeadFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The fields of a request that has been sent more than once, as bytes. Immutable. */
final class KnownFields {
    private final Headers headers;
    private final byte[] bytes;
    private final boolean close;

    KnownFields(Headers headers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < headers.size(); i++) {
            text.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
        }
        this.headers = headers;
        this.bytes = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        this.close = askToClose(headers);
    }

    /** Whether these are the very fields, and not only equal ones. */
    boolean areThose(Headers other) {
        return headers == other;
    }

    /** Writes the fields and the empty line. */
    void write(Output output) throws IOException {
        output.write(bytes, 0, bytes.length);
    }

    /** Whether they let nothing follow on the connection. */
    boolean close() {
        return close;
    }

    static boolean askToClose(Headers headers) {
        String connection = headers.get("Connection");
        return connection != null && HeadFacts.asksToClose(connection);
    }
}
