package dev.hawser.internal.http2;

import dev.hawser.Headers;
import dev.hawser.Http2Windows;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.http.RequestTrailers;
import dev.hawser.internal.http.ResponseHead;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.internal.time.Sweeper;
import dev.hawser.internal.time.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A connection to a server that a test has answer as it likes. */
abstract class Http2Scene {
    static final Request GET =
            new Request.Builder().url("https://h.example/get").build();
    static final Request POST = new Request.Builder()
            .url("https://h.example/post")
            .post(RequestBody.create(new byte[0]))
            .build();
    static final long LONG = TimeUnit.MINUTES.toNanos(1);

    /** Whether callers may use the transport. */
    private final boolean shared;

    final FakeClock clock = new FakeClock();
    final FakeAlarms alarms = new FakeAlarms(clock);
    final Told told = new Told();
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger begun = new AtomicInteger();
    private @Nullable Http2Connection connection;

    Http2Scene(boolean shared) {
        this.shared = shared;
    }

    /** What the connection told. */
    static final class Told implements Http2Listener {
        final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<IOException> ends = new ConcurrentLinkedQueue<>();
        final CountDownLatch ended = new CountDownLatch(1);

        /** Those that say that the connection ends, or has ended. */
        List<String> ofItsEnd() {
            return events.stream()
                    .filter(event -> event.startsWith("ended") || event.equals("going away"))
                    .toList();
        }

        @Override
        public void capacityChanged() {
            events.add("capacity");
        }

        @Override
        public void suspicionChanged() {
            events.add("suspicion");
        }

        @Override
        public void goingAway() {
            events.add("going away");
        }

        @Override
        public void ended(IOException cause) {
            events.add("ended: " + cause.getMessage());
            ends.add(cause);
            ended.countDown();
        }
    }

    static final RequestTrailers NO_TRAILERS = new RequestTrailers(Headers::of);

    static final BodyWatcher UNWATCHED = new BodyWatcher() {
        @Override
        public void started() {}

        @Override
        public void ended(long byteCount) {}

        @Override
        public IOException failed(long byteCount, IOException cause) {
            return cause;
        }

        @Override
        public void abandoned(long byteCount) {}
    };

    @AfterEach
    void close() {
        if (connection != null) {
            connection.close(false);
        }
    }

    FakeServer server(FakeServer.Script script) {
        return new FakeServer(script, shared);
    }

    /** A connection in the time of the machine; alarms that concern readers ring by themselves. */
    Http2Connection connect(FakeServer server, long lingerNanos) {
        Clock system = Clock.system();
        Http2Connection begun = connect(server, lingerNanos, system, new Sweeper("alarms", system, Threads.platform()));
        server.await("SETTINGS 0 ack");
        return begun;
    }

    Http2Connection connect(FakeServer server, long lingerNanos, Clock time, Alarms ringing) {
        Http2Connection begun =
                connection(server, settings(TimeUnit.SECONDS.toNanos(10), 0), lingerNanos, time, ringing);
        begun.start();
        return begun;
    }

    /** Windows that can be filled, and so long for the server to acknowledge them. */
    static LocalSettings settings(long acknowledgedNanos, long pingNanos) {
        return new LocalSettings(
                new Http2Windows(100_000, 1 << 20), ResponseLimits.DEFAULT, 4096, acknowledgedNanos, pingNanos);
    }

    /** A connection that is yet to begin. */
    Http2Connection connection(FakeServer server, LocalSettings local, long lingerNanos, Clock time, Alarms ringing) {
        Threads counted = (name, keeps, work) -> {
            running.incrementAndGet();
            begun.incrementAndGet();
            Threads.platform().start(name, keeps, () -> {
                try {
                    work.run();
                } finally {
                    running.decrementAndGet();
                }
            });
        };
        Http2Connection made = new Http2Connection(
                server,
                local,
                Protocol.HTTP_2,
                new WireStrings(),
                new Buffers(),
                time,
                ringing,
                counted,
                lingerNanos,
                told);
        connection = made;
        return made;
    }

    /** Waits until no thread of the connection is left. */
    void awaitNoThreads() {
        while (running.get() > 0) {
            Thread.onSpinWait();
        }
    }

    static Http2Codec codec(Http2Connection connection) {
        return new Http2Codec(connection, LONG, LONG);
    }

    /** Sends a GET; returns what came. */
    static String get(Http2Connection connection) throws IOException {
        Http2Codec codec = codec(connection);
        codec.writeRequestHead(GET);
        return answer(codec);
    }

    static String answer(Http2Codec codec) throws IOException {
        ResponseHead head = codec.readResponseHead(GET);
        try (InputStream body = codec.responseBody(UNWATCHED)) {
            return head.code() + " " + body.readAllBytes().length;
        } finally {
            codec.park();
        }
    }

    static String post(Http2Connection connection, byte[] content) throws IOException {
        Http2Codec codec = codec(connection);
        codec.writeRequestHead(POST);
        try (OutputStream body = codec.requestBody(content.length, NO_TRAILERS, UNWATCHED)) {
            body.write(content);
        }
        return answer(codec);
    }

    static <T> FutureTask<T> async(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Threads.platform().start("a caller", false, task);
        return task;
    }

    /** Answers a request when it is whole, with "hello"; echoes the number of bytes that came. */
    static FakeServer.Script greeting() {
        return (frame, answer) -> {
            boolean ends = frame.type() == FrameType.HEADERS || frame.type() == FrameType.DATA;
            if (ends && frame.has(FrameType.END_STREAM)) {
                answer.headers(frame.streamId(), false, ":status", "200");
                answer.data(frame.streamId(), true, "hello");
            }
            if (frame.type() == FrameType.DATA && frame.payload().length > 0) {
                answer.windowUpdate(0, frame.payload().length);
                if (!frame.has(FrameType.END_STREAM)) {
                    answer.windowUpdate(frame.streamId(), frame.payload().length);
                }
            }
        };
    }
}
