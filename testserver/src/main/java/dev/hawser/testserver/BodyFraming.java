package dev.hawser.testserver;

import dev.hawser.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How the end of a response's body is told (RFC 9112, section 6). */
sealed interface BodyFraming {
    /** The body as it travels, with the trailers if there is a place for them. */
    byte[] wire(byte[] body, Headers trailers);

    /** Adds the field that tells where a body of that length ends, if there is one. */
    void describe(int length, Headers.Builder headers);

    /** The length is told before. */
    record Sized() implements BodyFraming {
        @Override
        public byte[] wire(byte[] body, Headers trailers) {
            return body;
        }

        @Override
        public void describe(int length, Headers.Builder headers) {
            headers.add("Content-Length", Integer.toString(length));
        }
    }

    /** The body ends with the connection. */
    record UntilClose() implements BodyFraming {
        @Override
        public byte[] wire(byte[] body, Headers trailers) {
            return body;
        }

        @Override
        public void describe(int length, Headers.Builder headers) {}
    }

    /** The body comes in chunks of that size, the last one shorter (RFC 9112, section 7.1). */
    record Chunked(int chunkSize) implements BodyFraming {
        @Override
        public byte[] wire(byte[] body, Headers trailers) {
            ByteArrayOutputStream wire = new ByteArrayOutputStream(body.length + 64);
            for (int from = 0; from < body.length; from += chunkSize) {
                int length = Math.min(chunkSize, body.length - from);
                wire.writeBytes(utf8(Integer.toHexString(length) + "\r\n"));
                wire.write(body, from, length);
                wire.writeBytes(utf8("\r\n"));
            }
            wire.writeBytes(utf8("0\r\n"));
            for (Map.Entry<String, String> trailer : trailers) {
                wire.writeBytes(utf8(trailer.getKey() + ": " + trailer.getValue() + "\r\n"));
            }
            wire.writeBytes(utf8("\r\n"));
            return wire.toByteArray();
        }

        @Override
        public void describe(int length, Headers.Builder headers) {
            headers.add("Transfer-Encoding", "chunked");
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
