package dev.hawser.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Request;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.http.ResponseHead;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the responses on a connection by the codec, one after the other as long as they leave it open. */
final class CodecReading {
    /** More responses than that are not read. */
    static final int MOST_ANSWERS = 4;

    /** More interim ones than that, for one request, are not read. */
    static final int MOST_INTERIM = 4;

    /** What was read before must change nothing. */
    private static final PeerMemory MEMORY = new PeerMemories().of("");

    private final Request request;
    private final ResponseLimits limits;

    /** How much of the first body is read before it is closed. */
    private final int firstBody;

    private final byte[] array = new byte[512];
    private final List<Answer> answers = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();

    CodecReading(String method, ResponseLimits limits, int firstBody) {
        this.request = new Request.Builder()
                .url("http://example.com/")
                .method(method, null)
                .build();
        this.limits = limits;
        this.firstBody = firstBody;
    }

    /** All that the codec reads; the failures are of the kinds it documents. */
    static Answers of(List<byte[]> reads, String method, ResponseLimits limits) {
        return new CodecReading(method, limits, Integer.MAX_VALUE).read(reads);
    }

    Answers read(List<byte[]> reads) {
        Wire wire = open(reads);
        Class<? extends IOException> failure = null;
        try {
            while (answers.size() < MOST_ANSWERS && readAnswer(wire)) {
                wire.events.clear();
            }
        } catch (EOFException e) {
            assertThat(body).as("a body is cut off by a ProtocolException").isEmpty();
            failure = EOFException.class;
        } catch (ProtocolException e) {
            assertThat(wire.codec.responseStarted()).isTrue();
            failure = ProtocolException.class;
        } catch (IOException e) {
            throw new UncheckedIOException("an exception of a kind that is not documented", e);
        }
        assertThat(wire.socket.readCount())
                .as("each read brings a byte, or the end")
                .isLessThanOrEqualTo(
                        reads.stream().mapToInt(bytes -> bytes.length).sum() + 1);
        return new Answers(answers, failure, body.toString());
    }

    private Wire open(List<byte[]> reads) {
        try {
            return Wire.of(reads, limits, MEMORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether another may follow. */
    private boolean readAnswer(Wire wire) throws IOException {
        Http1Codec codec = wire.codec;
        codec.begin(limits);
        List<ResponseHead> heads = new ArrayList<>();
        do {
            if (heads.size() > MOST_INTERIM) {
                throw new ProtocolException("too many");
            }
            heads.add(codec.readResponseHead(request));
        } while (heads.get(heads.size() - 1).isInterim());
        boolean ended = readBody(wire);
        boolean more = ended && codec.persistent();
        answers.add(new Answer(
                heads, body.toString(), codec.trailers(), more, codec.strayBytes() || wire.socket.hasMore()));
        body.setLength(0);
        return more;
    }

    /** Whether the body was carried to its end; else the connection is closed. */
    private boolean readBody(Wire wire) throws IOException {
        int most = answers.isEmpty() ? firstBody : Integer.MAX_VALUE;
        long length = wire.codec.responseLength();
        try (InputStream in = wire.codec.responseBody(wire)) {
            while (body.length() < most) {
                int count = in.read(array, 0, Math.min(array.length, most - body.length()));
                if (count < 0) {
                    break;
                }
                assertThat(count).isPositive();
                body.append(new String(array, 0, count, StandardCharsets.ISO_8859_1));
            }
        }
        wire.events.remove("started");
        assertThat(wire.events).as("one end").hasSize(1);
        boolean ended = wire.events.get(0).equals("ended " + body.length());
        assertThat(ended || wire.events.get(0).equals("abandoned " + body.length()))
                .as("the end")
                .isTrue();
        assertThat(wire.socket.wasClosed()).isEqualTo(!ended);
        if (ended && length >= 0 && body.length() < most) {
            assertThat(body.length()).isEqualTo((int) length);
        }
        return ended;
    }
}
