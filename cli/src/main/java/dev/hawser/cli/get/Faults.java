package dev.hawser.cli.get;

import dev.hawser.Request;
import dev.hawser.cli.request.Urls;
import java.io.IOException;
import java.net.UnknownHostException;

/** What was wrong with a request, in a line. */
final class Faults {
    private Faults() {}

    /** The line of a failure. */
    static String of(Request request, IOException failure) {
        return of(request, describe(failure));
    }

    /** The line of what is said to be wrong. */
    static String of(Request request, String what) {
        return request.method() + " " + Urls.shown(request.url()) + ": " + what;
    }

    private static String describe(IOException failure) {
        String message = failure.getMessage();
        if (failure instanceof UnknownHostException) {
            return "unknown host: " + message;
        }
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
