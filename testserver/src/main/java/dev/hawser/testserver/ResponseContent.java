package dev.hawser.testserver;

import dev.hawser.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A response's body and how its end is told (RFC 9112, section 6). */
sealed interface ResponseContent {
    /** The body. */
    byte[] bytes();

    /** The body as it travels. */
    byte[] wire();

    /** Adds the field that tells the body's end, if there is one. */
    void describe(Headers.Builder headers);

    /** A body whose length is told before. */
    record Sized(byte[] bytes) implements ResponseContent {
        @Override
        public byte[] wire() {
            return bytes;
        }

        @Override
        public void describe(Headers.Builder headers) {
            headers.add("Content-Length", Integer.toString(bytes.length));
        }
    }

    /** A body that ends with the connection. */
    record UntilClose(byte[] bytes) implements ResponseContent {
        @Override
        public byte[] wire() {
            return bytes;
        }

        @Override
        public void describe(Headers.Builder headers) {}
    }

    /** A body in chunks, with trailers after them. */
    record Chunked(byte[] bytes, int chunkSize, Headers trailers) implements ResponseContent {
        @Override
        public byte[] wire() {
            ByteArrayOutputStream wire = new ByteArrayOutputStream(bytes.length + 64);
            for (int from = 0; from < bytes.length; from += chunkSize) {
                int length = Math.min(chunkSize, bytes.length - from);
                wire.writeBytes(ascii(Integer.toHexString(length) + "\r\n"));
                wire.write(bytes, from, length);
                wire.writeBytes(ascii("\r\n"));
            }
            wire.writeBytes(ascii("0\r\n"));
            for (Map.Entry<String, String> trailer : trailers) {
                wire.writeBytes(
                        (trailer.getKey() + ": " + trailer.getValue() + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            wire.writeBytes(ascii("\r\n"));
            return wire.toByteArray();
        }

        @Override
        public void describe(Headers.Builder headers) {
            headers.add("Transfer-Encoding", "chunked");
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
