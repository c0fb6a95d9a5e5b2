package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.internal.http.HeadFacts;
import java.nio.charset.StandardCharsets;

/**
 * The fields of a request that has been sent more than once.
 *
 * @param bytes the fields and the empty line
 * @param close whether they let nothing follow on the connection
 */
record KnownFields(Headers headers, byte[] bytes, boolean close) {
    static KnownFields of(Headers headers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < headers.size(); i++) {
            text.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
        }
        byte[] bytes = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        return new KnownFields(headers, bytes, askToClose(headers));
    }

    static boolean askToClose(Headers headers) {
        String connection = headers.get("Connection");
        return connection != null && HeadFacts.asksToClose(connection);
    }
}
