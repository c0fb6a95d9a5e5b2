package dev.hawser.internal.http1;

import dev.hawser.internal.http.BytePipe;
import dev.hawser.internal.transport.Transport;
import java.io.IOException;

/** What follows on a connection behind a response of 101. Its input is that of the codec, which may have read ahead. */
final class UpgradedPipe implements BytePipe {
    private final Input input;
    private final Transport transport;

    UpgradedPipe(Input input, Transport transport) {
        this.input = input;
        this.transport = transport;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return length == 0 ? 0 : input.read(into, offset, length);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        transport.write(from, offset, length);
    }

    @Override
    public void timeouts(long readNanos, long writeNanos) {
        transport.timeouts(readNanos, writeNanos);
    }
}
