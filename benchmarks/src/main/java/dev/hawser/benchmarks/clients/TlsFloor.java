package dev.hawser.benchmarks.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The least over TLS: one record out, one record in. */
final class TlsFloor implements Contender.Getter {
    private final TlsLink link;
    private final byte[] head;
    private int bodyBytes;
    private int responseBytes;

    /** Shakes hands on a connected channel. */
    TlsFloor(SocketChannel channel, URI url, byte[] head) throws IOException {
        this.link = new TlsLink(channel, url, "http/1.1");
        this.head = head;
    }

    @Override
    public int get() throws IOException {
        link.request.clear().put(head).flip();
        link.response.clear();
        link.send();
        do {
            link.receive();
        } while (link.response.position() == 0 || link.response.position() < responseBytes);
        if (responseBytes == 0) {
            measure();
        }
        return bodyBytes;
    }

    private void measure() {
        responseBytes = link.response.position();
        String text = new String(link.response.array(), 0, responseBytes, StandardCharsets.ISO_8859_1);
        bodyBytes = responseBytes - text.indexOf("\r\n\r\n") - 4;
    }
}
