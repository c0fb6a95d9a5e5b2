package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.Request;
import java.io.IOException;

/** The bytes of a request's head (RFC 9112, sections 3 and 5). */
final class RequestHead {
    private RequestHead() {}

    /**
     * Writes request line and fields; the request has its {@code Host} and framing fields already.
     *
     * @return whether its fields let nothing follow on the connection
     */
    static boolean write(Request request, Output output, PeerMemory memory) throws IOException {
        output.write(request.method());
        output.write(' ');
        writeOriginForm(request.url().toString(), output);
        output.write(" HTTP/1.1\r\n");
        Headers headers = request.headers();
        KnownFields known = memory.known(headers);
        if (known != null) {
            known.write(output);
            return known.close();
        }
        for (int i = 0, size = headers.size(); i < size; i++) {
            output.write(headers.name(i));
            output.write(": ");
            output.write(headers.value(i));
            output.lineBreak();
        }
        output.lineBreak();
        return KnownFields.askToClose(headers);
    }

    /** Path and query of a canonical URL, which has no slash between {@code ://} and its path. */
    private static void writeOriginForm(String url, Output output) throws IOException {
        int path = url.indexOf('/', url.indexOf("://") + 3);
        int fragment = url.indexOf('#', path);
        output.write(url, path, fragment < 0 ? url.length() : fragment);
    }
}
