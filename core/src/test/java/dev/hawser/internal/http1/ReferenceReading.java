package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.internal.http.ResponseHead;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second opinion on where responses end: reads all bytes at once, slowly, close to the letter of RFC 9112.
 * What the letter leaves in doubt is refused, or is the last response of its connection.
 */
final class ReferenceReading {
    private static final String TEXT = "[\\t\\x20-\\x7e\\x80-\\xff]*";
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([0-9]) ([1-9][0-9]{2})(?: (" + TEXT + "))?");
    private static final Pattern FIELD_LINE = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(" + TEXT + ")");
    private static final Pattern CHUNK_LINE = Pattern.compile("([0-9A-Fa-f]+)[ \\t]*(?:;" + TEXT + ")?\\r\\n");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNKED = asciiIgnoringCase("chunked");
    private static final Pattern CLOSE = asciiIgnoringCase("close");
    private static final Pattern KEEP_ALIVE = asciiIgnoringCase("keep-alive");

    private final String bytes;
    private final boolean head;
    private int at;

    private ReferenceReading(byte[] bytes, String method) {
        this.bytes = new String(bytes, StandardCharsets.ISO_8859_1);
        this.head = method.equals("HEAD");
    }

    static Answers of(byte[] bytes, String method) {
        ReferenceReading reading = new ReferenceReading(bytes, method);
        List<Answer> answers = new ArrayList<>();
        try {
            while (answers.size() < CodecReading.MOST_ANSWERS) {
                Answer answer = reading.answer();
                answers.add(answer);
                if (!answer.persistent()) {
                    break;
                }
            }
            return new Answers(answers, null, "");
        } catch (ProtocolException e) {
            return new Answers(answers, IOException.class, "");
        }
    }

    private Answer answer() throws ProtocolException {
        List<ResponseHead> heads = new ArrayList<>();
        boolean doubt = false;
        ResponseHead own = readHead();
        while (own.code() < 200 && own.code() != 101) {
            heads.add(own);
            require(heads.size() <= CodecReading.MOST_INTERIM);
            doubt |= own.headers().get("Transfer-Encoding") != null || anyIs(CLOSE, own, "Connection");
            own = readHead();
        }
        heads.add(own);
        boolean coded = own.headers().get("Transfer-Encoding") != null;
        String body = "";
        Headers trailers = Headers.of();
        if (own.code() < 200 || own.code() == 204) {
            doubt |= coded;
        } else if (head || own.code() == 304) {
            body = "";
        } else if (own.code() == 205) {
            doubt |= lengths(own).isEmpty();
        } else if (coded) {
            body = readChunks();
            trailers = readFields();
        } else if (!lengths(own).isEmpty()) {
            body = take(lengths(own).get(0));
        } else {
            body = take(BigInteger.valueOf(bytes.length() - at));
            doubt = true;
        }
        boolean open = own.protocol() == Protocol.HTTP_1_1 || anyIs(KEEP_ALIVE, own, "Connection");
        boolean persistent = open && !doubt && own.code() != 101 && !anyIs(CLOSE, own, "Connection");
        return new Answer(heads, body, trailers, persistent, at < bytes.length());
    }

    private ResponseHead readHead() throws ProtocolException {
        Matcher line = STATUS_LINE.matcher(readLine());
        require(line.matches());
        String reason = line.group(3) == null ? "" : utf8(line.group(3));
        Protocol protocol = line.group(1).equals("0") ? Protocol.HTTP_1_0 : Protocol.HTTP_1_1;
        ResponseHead read = new ResponseHead(protocol, Integer.parseInt(line.group(2)), reason, readFields());
        checkFraming(read);
        return read;
    }

    private void checkFraming(ResponseHead read) throws ProtocolException {
        List<BigInteger> lengths = lengths(read);
        require(lengths.stream().distinct().count() <= 1);
        if (read.headers().get("Transfer-Encoding") != null) {
            List<String> codings = elements(read, "Transfer-Encoding");
            require(codings.size() == 1 && CHUNKED.matcher(codings.get(0)).matches());
            require(read.headers().values("Transfer-Encoding").size() == 1);
            require(lengths.isEmpty() && read.protocol() == Protocol.HTTP_1_1);
        }
        boolean mustBeEmpty = read.code() < 200 || read.code() == 204 || read.code() == 205;
        if (mustBeEmpty && !head && !lengths.isEmpty()) {
            require(lengths.get(0).signum() == 0);
        }
    }

    private Headers readFields() throws ProtocolException {
        Headers.Builder fields = new Headers.Builder();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            Matcher field = FIELD_LINE.matcher(line);
            require(field.matches());
            fields.addUnsafeNonAscii(field.group(1), utf8(field.group(2)));
        }
        return fields.build();
    }

    private String readLine() throws ProtocolException {
        int lineFeed = bytes.indexOf('\n', at);
        require(lineFeed >= 0);
        String line = bytes.substring(at, lineFeed);
        at = lineFeed + 1;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /** Reads chunks up to and with the last, whose size is 0. */
    private String readChunks() throws ProtocolException {
        StringBuilder data = new StringBuilder();
        while (true) {
            Matcher line = CHUNK_LINE.matcher(bytes).region(at, bytes.length());
            require(line.lookingAt());
            at = line.end();
            BigInteger size = new BigInteger(line.group(1), 16);
            if (size.signum() == 0) {
                return data.toString();
            }
            data.append(take(size));
            require(take(BigInteger.TWO).equals("\r\n"));
        }
    }

    private String take(BigInteger count) throws ProtocolException {
        require(count.compareTo(BigInteger.valueOf(bytes.length() - at)) <= 0);
        int start = at;
        at += count.intValueExact();
        return bytes.substring(start, at);
    }

    /** All values of Content-Length; none if there is no such field, and no empty list of them. */
    private static List<BigInteger> lengths(ResponseHead head) throws ProtocolException {
        List<BigInteger> lengths = new ArrayList<>();
        for (String field : head.headers().values("Content-Length")) {
            List<String> elements = elements(field);
            require(!elements.isEmpty());
            for (String element : elements) {
                require(LENGTH.matcher(element).matches());
                lengths.add(new BigInteger(element));
            }
        }
        return lengths;
    }

    private static boolean anyIs(Pattern token, ResponseHead head, String field) {
        return elements(head, field).stream()
                .anyMatch(element -> token.matcher(element).matches());
    }

    private static List<String> elements(ResponseHead head, String name) {
        List<String> elements = new ArrayList<>();
        head.headers().values(name).forEach(value -> elements.addAll(elements(value)));
        return elements;
    }

    /** What commas set off, outside of quoted strings; empty elements are left out. */
    private static List<String> elements(String value) {
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                elements.add(element.toString().strip());
                element.setLength(0);
                continue;
            }
            element.append(c);
            if (quoted && c == '\\' && i + 1 < value.length()) {
                element.append(value.charAt(++i));
            }
        }
        elements.add(element.toString().strip());
        elements.removeIf(String::isEmpty);
        return elements;
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** A pattern for which only the letters of ASCII have a case. */
    private static Pattern asciiIgnoringCase(String token) {
        return Pattern.compile(Pattern.quote(token), Pattern.CASE_INSENSITIVE);
    }

    private static void require(boolean condition) throws ProtocolException {
        if (!condition) {
            throw new ProtocolException("refused");
        }
    }
}
