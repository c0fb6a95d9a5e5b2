package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.HttpUrl;
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
    static boolean write(Request request, RequestTarget target, Output output, PeerMemory memory) throws IOException {
        output.write(request.method());
        output.write(' ');
        switch (target) {
            case ORIGIN_FORM -> writeOriginForm(request.url().toString(), output);
            case ABSOLUTE_FORM -> writeAbsoluteForm(request.url(), output);
            case AUTHORITY_FORM -> writeAuthorityForm(request.url(), output);
        }
        output.write(" HTTP/1.1\r\n");
        Headers headers = request.headers();
        KnownFields known = memory.known(headers);
        if (known != null) {
            known.write(output);
            return known.close();
        }
        writeFields(headers, output);
        return KnownFields.askToClose(headers);
    }

    /** Writes field lines, and the empty line behind them. */
    static void writeFields(Headers fields, Output output) throws IOException {
        for (int i = 0, size = fields.size(); i < size; i++) {
            output.write(fields.name(i));
            output.write(": ");
            output.write(fields.value(i));
            output.lineBreak();
        }
        output.lineBreak();
    }

    /** Path and query of a canonical URL, which has no slash between {@code ://} and its path. */
    private static void writeOriginForm(String url, Output output) throws IOException {
        int path = url.indexOf('/', url.indexOf("://") + 3);
        int fragment = url.indexOf('#', path);
        output.write(url, path, fragment < 0 ? url.length() : fragment);
    }

    /** The URL without user name and password, which are for nobody on the way (RFC 9110, section 4.2.4). */
    private static void writeAbsoluteForm(HttpUrl url, Output output) throws IOException {
        output.write(url.scheme());
        output.write("://");
        writeHost(url, output);
        if (url.port() != HttpUrl.defaultPort(url.scheme())) {
            output.write(':');
            output.write(Integer.toString(url.port()));
        }
        writeOriginForm(url.toString(), output);
    }

    private static void writeAuthorityForm(HttpUrl url, Output output) throws IOException {
        writeHost(url, output);
        output.write(':');
        output.write(Integer.toString(url.port()));
    }

    private static void writeHost(HttpUrl url, Output output) throws IOException {
        output.write(url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]");
    }
}
