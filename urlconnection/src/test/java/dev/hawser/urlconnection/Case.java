package dev.hawser.urlconnection;

import dev.hawser.testserver.MockResponse;
import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program with a connection, and a server that answers it.
 *
 * @param name what the case is about, in words
 * @param answers what the server says, one after the other
 * @param program what is done with the connection
 * @param difference where the connection means to differ from the JDK's, null if nowhere
 */
record Case(
        String name,
        List<MockResponse> answers,
        Program program,
        @Nullable Difference difference) {
    @FunctionalInterface
    interface Program {
        void run(HttpURLConnection connection, Transcript seen) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
