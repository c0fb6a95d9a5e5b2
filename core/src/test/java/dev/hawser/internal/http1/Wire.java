package dev.hawser.internal.http1;

import dev.hawser.ResponseLimits;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.internal.transport.Connector;
import dev.hawser.internal.transport.Lookout;
import dev.hawser.internal.transport.SocketSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A codec over a scripted socket, and the events of its bodies. */
final class Wire implements BodyWatcher {
    final ScriptedSocket socket = new ScriptedSocket();
    final List<String> events = new ArrayList<>();
    final FakeClock time = new FakeClock();
    final Http1Codec codec;

    private Wire(ResponseLimits limits, PeerMemory memory) throws IOException {
        Clock clock = time;
        Buffers buffers = new Buffers();
        Connector connector = new Connector(clock, new FakeAlarms(time), buffers, new Lookout());
        codec = new Http1Codec(
                connector
                        .open(new InetSocketAddress("127.0.0.1", 80), new SocketSettings(socket.factory(), null))
                        .connect(0),
                buffers,
                clock,
                memory,
                "example.com:80");
        codec.begin(limits);
    }

    /** A wire on which the peer sends {@code text} in one piece, then ends. */
    static Wire of(String text) throws IOException {
        return of(text, ResponseLimits.DEFAULT);
    }

    static Wire of(String text, ResponseLimits limits) throws IOException {
        return of(text, limits, emptyMemory());
    }

    static Wire of(String text, ResponseLimits limits, PeerMemory memory) throws IOException {
        Wire wire = new Wire(limits, memory);
        wire.socket.gives(latin1(text));
        return wire;
    }

    /** A wire on which each read brings one of {@code reads}. */
    static Wire of(List<byte[]> reads, ResponseLimits limits, PeerMemory memory) throws IOException {
        Wire wire = new Wire(limits, memory);
        reads.forEach(wire.socket::gives);
        return wire;
    }

    /** A wire on which the same comes byte by byte. */
    static Wire ofSingleBytes(String text) throws IOException {
        Wire wire = new Wire(ResponseLimits.DEFAULT, emptyMemory());
        for (byte b : latin1(text)) {
            wire.socket.gives(new byte[] {b});
        }
        return wire;
    }

    /** A wire on which the same comes in pieces of random lengths. */
    static Wire ofPieces(String text, Random random) throws IOException {
        return ofPieces(text, random, emptyMemory());
    }

    static Wire ofPieces(String text, Random random, PeerMemory memory) throws IOException {
        Wire wire = new Wire(ResponseLimits.DEFAULT, memory);
        for (int start = 0; start < text.length(); ) {
            int end = Math.min(text.length(), start + 1 + random.nextInt(1 + random.nextInt(40)));
            wire.socket.gives(latin1(text.substring(start, end)));
            start = end;
        }
        return wire;
    }

    private static PeerMemory emptyMemory() {
        return new PeerMemories().of("");
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void started() {
        events.add("started");
    }

    @Override
    public void ended(long byteCount) {
        events.add("ended " + byteCount);
    }

    @Override
    public IOException failed(long byteCount, IOException cause) {
        events.add("failed " + byteCount);
        return cause;
    }

    @Override
    public void abandoned(long byteCount) {
        events.add("abandoned " + byteCount);
    }
}
