package dev.hawser.benchmarks.clients;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The least over HTTP/2 and TLS: a prepared HEADERS frame with the next stream's id as one record, then frames until that
 * stream ends, of which only the headers are read.
 */
final class Http2Floor implements Contender.Getter {
    private static final int HEADER_BYTES = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** Window for all that is received: no more is granted. */
    private static final int WINDOW = Integer.MAX_VALUE - 65_535;

    private final TlsLink link;
    private final byte[] block;
    private int stream = -1;

    /** Shakes hands on a connected channel, and sends the preface with a header table of no size. */
    Http2Floor(SocketChannel channel, URI url) throws IOException {
        link = new TlsLink(channel, url, "h2");
        block = block(url);
        link.request.clear().put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, 6).putShort((short) 1).putInt(0);
        frame(WINDOW_UPDATE, 0, 0, 4).putInt(WINDOW).flip();
        link.send();
    }

    /** The fields of a GET (RFC 7541, appendix A: 2 GET, 7 https, 4 path /, and the authority as a literal that is not indexed). */
    private static byte[] block(URI url) {
        byte[] authority = url.getAuthority().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(5 + authority.length)
                .put((byte) 0x82)
                .put((byte) 0x87)
                .put((byte) 0x84)
                .put((byte) 0x01)
                .put((byte) authority.length)
                .put(authority)
                .array();
    }

    private ByteBuffer frame(int type, int flags, int id, int length) {
        return link.request
                .putShort((short) (length >> 8))
                .put((byte) length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(id);
    }

    @Override
    public int get() throws IOException {
        stream += 2;
        link.request.clear();
        frame(HEADERS, END_STREAM | END_HEADERS, stream, block.length)
                .put(block)
                .flip();
        link.send();
        link.response.clear();
        int at = 0;
        int bodyBytes = 0;
        while (true) {
            while (link.response.position() - at < HEADER_BYTES) {
                link.receive();
            }
            int length = link.response.getInt(at) >>> 8;
            int type = link.response.get(at + 3);
            int flags = link.response.get(at + 4);
            while (link.response.position() - at < HEADER_BYTES + length) {
                link.receive();
            }
            if (type == GOAWAY) {
                throw new ProtocolException("the server goes away");
            }
            bodyBytes += type == DATA ? length : 0;
            at += HEADER_BYTES + length;
            if (type <= HEADERS && (flags & END_STREAM) != 0) {
                return bodyBytes;
            }
        }
    }
}
