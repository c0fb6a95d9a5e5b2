package dev.hawser.testserver;

import dev.hawser.Headers;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** What turns responses into bytes. What needs no pause in between is sent in one piece. */
final class ResponseWriter {
    private final OutputStream out;
    private final ServerStop stop;

    ResponseWriter(OutputStream out, ServerStop stop) {
        this.out = out;
        this.stop = stop;
    }

    /** What follows all responses, in another protocol. */
    OutputStream rest() {
        return out;
    }

    /** Sends {@code 100 Continue}. */
    void writeContinue() throws IOException {
        out.write(head("HTTP/1.1 100 Continue", Headers.of()));
        out.flush();
    }

    /** Sends a response, as far as its policy lets it come. */
    void write(MockResponse response, String method) throws IOException, InterruptedException {
        ByteArrayOutputStream piece = new ByteArrayOutputStream(512);
        Moment moment = response.socketPolicy().moment();
        for (MockResponse.Informational each : response.informationals()) {
            piece.writeBytes(head("HTTP/1.1 " + each.code() + " " + reason(each.code()), each.headers()));
        }
        if (!response.headersDelay().isZero()) {
            send(piece, response);
            stop.pause(response.headersDelay());
        }
        byte[] head = headOf(response);
        if (moment == Moment.RESPONSE_HEAD) {
            piece.write(head, 0, head.length / 2);
            send(piece, response);
            return;
        }
        piece.writeBytes(head);
        byte[] body = hasBody(response, method) ? response.wireBody() : new byte[0];
        if (moment == Moment.RESPONSE_BODY) {
            body = Arrays.copyOf(body, body.length / 2);
        }
        if (!response.bodyDelay().isZero()) {
            send(piece, response);
            stop.pause(response.bodyDelay());
        }
        writeBody(response, body, piece);
        if (response.strayDelay() == null && moment.followsResponse()) {
            piece.writeBytes(response.strayBytes());
        }
        send(piece, response);
    }

    /** Sends the bytes that belong to no response, in a piece of their own. */
    void writeStrayBytes(MockResponse response) throws IOException {
        out.write(response.strayBytes());
        out.flush();
    }

    /** All bytes of the answer to a GET, without those of other responses and stray ones. */
    static byte[] wire(MockResponse response) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream(512);
        wire.writeBytes(headOf(response));
        wire.writeBytes(hasBody(response, "GET") ? response.wireBody() : new byte[0]);
        return wire.toByteArray();
    }

    private void writeBody(MockResponse response, byte[] body, ByteArrayOutputStream piece)
            throws IOException, InterruptedException {
        int perPeriod = response.throttleBytes() == 0 ? body.length : response.throttleBytes();
        for (int from = 0; from < body.length; from += perPeriod) {
            if (from > 0) {
                send(piece, response);
                stop.pause(response.throttlePeriod());
            }
            piece.write(body, from, Math.min(perPeriod, body.length - from));
        }
    }

    /** Sends the piece, drop by drop if the response is to drip. */
    private void send(ByteArrayOutputStream piece, MockResponse response) throws IOException, InterruptedException {
        byte[] bytes = piece.toByteArray();
        piece.reset();
        int drop = response.dripBytes() == 0 ? Math.max(bytes.length, 1) : response.dripBytes();
        for (int from = 0; from < bytes.length; from += drop) {
            if (response.dripBytes() > 0) {
                stop.pause(response.dripPeriod());
            }
            out.write(bytes, from, Math.min(drop, bytes.length - from));
            out.flush();
        }
    }

    private static byte[] headOf(MockResponse response) {
        byte[] rawHead = response.rawHead();
        return rawHead != null ? rawHead : head(response.status(), headersOf(response));
    }

    /** RFC 9112, section 6.3. */
    static boolean hasBody(MockResponse response, String method) {
        return !method.equals("HEAD") && !isBodiless(response);
    }

    private static boolean isBodiless(MockResponse response) {
        return response.rawHead() == null
                && (response.upgrade() != null
                        || response.status().contains(" 204 ")
                        || response.status().contains(" 304 "));
    }

    /** The headers with what tells where the body ends. */
    static Headers headersOf(MockResponse response) {
        Headers headers = response.headers();
        boolean told = headers.get("Content-Length") != null || headers.get("Transfer-Encoding") != null;
        if (told || isBodiless(response)) {
            return headers;
        }
        Headers.Builder builder = headers.newBuilder();
        response.describeBody(builder);
        return builder.build();
    }

    private static byte[] head(String statusLine, Headers headers) {
        StringBuilder head = new StringBuilder(256).append(statusLine).append("\r\n");
        for (Map.Entry<String, String> header : headers) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The phrase that goes with a status (RFC 9110, section 15), or an empty one. */
    static String reason(int code) {
        return switch (code) {
            case 100 -> "Continue";
            case 101 -> "Switching Protocols";
            case 102 -> "Processing";
            case 103 -> "Early Hints";
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 206 -> "Partial Content";
            case 300 -> "Multiple Choices";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 407 -> "Proxy Authentication Required";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "";
        };
    }
}
