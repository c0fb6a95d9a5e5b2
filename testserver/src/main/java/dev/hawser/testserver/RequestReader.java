package dev.hawser.testserver;

import dev.hawser.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What turns a client's bytes into requests (RFC 9112), with a sharp eye: whatever is not as the grammar has it
 * is told, even where the request can be understood. Where it cannot be, there is an {@link UnreadableException}.
 */
final class RequestReader {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern TARGET = Pattern.compile("[!-~&&[^#]]+");
    private static final Pattern VERSION = Pattern.compile("HTTP/1\\.[01]");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final WireInput in;
    private final Consumer<String> errors;
    private boolean endIsBlamed = true;

    RequestReader(WireInput in, Consumer<String> errors) {
        this.in = in;
        this.errors = errors;
    }

    /** The next head, or null if the client ended the connection between two requests. */
    @Nullable
    RequestHead readHead() throws IOException {
        if (!in.awaitByte()) {
            return null;
        }
        String requestLine = readLine("the request line");
        while (requestLine.isEmpty()) {
            errors.accept("an empty line before the request line");
            requestLine = readLine("the request line");
        }
        String[] parts = requestLine.split(" ", -1);
        if (parts.length != 3
                || !TOKEN.matcher(parts[0]).matches()
                || !VERSION.matcher(parts[2]).matches()) {
            throw unreadable("no request line: " + Quoted.of(requestLine));
        }
        checkTarget(parts[0], parts[1]);
        Headers headers = readFields();
        checkHost(parts[2], headers);
        return new RequestHead(
                parts[0], parts[1], parts[2], headers, contentLength(parts[2], headers), headers.get("Host"));
    }

    /** The header or trailer fields up to the empty line (RFC 9112, section 5). */
    Headers readFields() throws IOException {
        Headers.Builder headers = new Headers.Builder();
        for (String line = readLine("a header"); !line.isEmpty(); line = readLine("a header")) {
            int colon = line.indexOf(':');
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                throw unreadable("a folded header line: " + Quoted.of(line));
            }
            if (colon < 0 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
                throw unreadable("no header line: " + Quoted.of(line));
            }
            addField(headers, line, colon);
        }
        return headers.build();
    }

    /** The next line; one char per byte. */
    String readLine(String what) throws IOException {
        String line = in.readLine(errors);
        if (line == null) {
            throw ended("the connection ended within " + what);
        }
        return line;
    }

    /** An end that comes too early. */
    UnreadableException ended(String error) {
        if (endIsBlamed) {
            errors.accept(error);
        }
        return new UnreadableException(error);
    }

    /** Sets whether an end within a request is an error of the client's. */
    void blameEnd(boolean blame) {
        endIsBlamed = blame;
    }

    /** An error that nothing after it can be understood for. */
    UnreadableException unreadable(String error) {
        errors.accept(error);
        return new UnreadableException(error);
    }

    private void addField(Headers.Builder headers, String line, int colon) throws IOException {
        String value = new String(
                line.substring(colon + 1).strip().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        try {
            headers.addUnsafeNonAscii(line.substring(0, colon), value);
        } catch (IllegalArgumentException e) {
            throw unreadable("a control character in a header: " + Quoted.of(line));
        }
    }

    /** RFC 9112, section 3.2. */
    private void checkTarget(String method, String target) throws IOException {
        if (!TARGET.matcher(target).matches()) {
            throw unreadable("no request target: " + Quoted.of(target));
        }
        boolean known = target.startsWith("/")
                || target.startsWith("http://")
                || target.startsWith("https://")
                || (target.equals("*") && method.equals("OPTIONS"))
                || method.equals("CONNECT");
        if (!known) {
            errors.accept("a request target of no known form: " + Quoted.of(target));
        }
    }

    private void checkHost(String version, Headers headers) {
        int hosts = headers.values("Host").size();
        if (hosts == 0 && version.equals("HTTP/1.1")) {
            errors.accept("no Host header");
        } else if (hosts > 1) {
            errors.accept(hosts + " Host headers");
        }
    }

    /** RFC 9112, section 6. */
    private long contentLength(String version, Headers headers) throws IOException {
        List<String> lengths = headers.values("Content-Length");
        List<String> codings = headers.values("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) {
                throw unreadable("both Content-Length and Transfer-Encoding");
            }
            if (version.equals("HTTP/1.0")) {
                errors.accept("Transfer-Encoding in HTTP/1.0");
            }
            if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
                throw unreadable("a Transfer-Encoding other than chunked: " + codings);
            }
            return RequestHead.CHUNKED;
        }
        if (lengths.isEmpty()) {
            return 0;
        }
        if (lengths.size() > 1) {
            throw unreadable(lengths.size() + " Content-Length headers: " + lengths);
        }
        if (!LENGTH.matcher(lengths.get(0)).matches()) {
            throw unreadable("no Content-Length: " + Quoted.of(lengths.get(0)));
        }
        return Long.parseLong(lengths.get(0));
    }

    /** What the client sent cannot be understood; it was told already. */
    static final class UnreadableException extends IOException {
        UnreadableException(String message) {
            super(message);
        }
    }
}
