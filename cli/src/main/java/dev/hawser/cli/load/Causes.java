package dev.hawser.cli.load;

import dev.hawser.NoResponseException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why requests fail, in few words that many failures have in common. */
final class Causes {
    private Causes() {}

    static String of(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (failure instanceof InterruptedIOException) {
            return message.contains("connect") ? "timeout while connecting" : "timeout";
        }
        if (failure instanceof UnknownHostException) {
            return "unknown host";
        }
        if (failure instanceof NoRouteToHostException) {
            return "no route to host";
        }
        if (failure instanceof ConnectException) {
            return message.contains("refused") ? "connection refused" : "cannot connect";
        }
        if (failure instanceof SSLException) {
            return "TLS failed";
        }
        if (failure instanceof NoResponseException) {
            return "kept connection ended before a response";
        }
        if (failure instanceof EOFException || message.contains("end of stream")) {
            return "connection ended early";
        }
        if (failure instanceof ProtocolException) {
            return "protocol broken";
        }
        if (failure instanceof SocketException && message.contains("reset")) {
            return "connection reset";
        }
        if (message.contains("too many open files")) {
            return "too many open files";
        }
        return failure.getClass().getSimpleName();
    }
}
