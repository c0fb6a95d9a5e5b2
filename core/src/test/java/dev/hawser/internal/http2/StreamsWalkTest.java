package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever a client does and a server sends, in random order; audited after each step, and held against a model of what each side may send. */
class StreamsWalkTest {
    private static final int WALKS = 40;
    private static final int STEPS = Integer.getInteger("hawser.walk.steps", 2_000);

    @Test
    void theBooksAddUpWhateverHappens() {
        long seed = Long.getLong("hawser.seed", new Random().nextLong());
        System.out.println("StreamsWalkTest: -Dhawser.seed=" + seed);
        try {
            walk(new Random(seed));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("with -Dhawser.seed=" + seed, e);
        }
    }

    private static void walk(Random seeds) {
        int opened = 0;
        int whole = 0;
        int ended = 0;
        for (int walk = 0; walk < WALKS; walk++) {
            Walk each = new Walk(new Random(seeds.nextLong()), walk % 4 == 0);
            for (int step = 0; step < STEPS && !each.ended; step++) {
                each.step();
            }
            opened += each.opened;
            whole += each.whole;
            ended += each.ended ? 1 : 0;
        }
        System.out.println("StreamsWalkTest: " + opened + " streams, " + whole + " whole, " + ended + " of " + WALKS
                + " connections ended");
        assertThat(opened).isGreaterThan(WALKS * STEPS / 50);
        assertThat(whole).isGreaterThan(WALKS * STEPS / 200);
        assertThat(ended).isBetween(1, WALKS / 4);
    }

    private static final class Walk {
        private final Random random;

        /** Whether the server also sends what it must not. */
        private final boolean hostile;

        private final Conversation wire;
        private final List<Http2Stream> streams = new ArrayList<>();

        /** How much the server may send, by stream; 0 for the connection. */
        private final Map<Integer, Long> mayReceive = new HashMap<>();

        /** How much we may send, by stream; 0 for the connection. */
        private final Map<Integer, Long> maySend = new HashMap<>();

        private final Map<Integer, Integer> sentContent = new HashMap<>();
        private final Map<Integer, Integer> readContent = new HashMap<>();
        private int initialWindow = 65_535;
        private int lastOpened;
        boolean ended;
        int opened;
        int whole;

        Walk(Random random, boolean hostile) {
            this.random = random;
            this.hostile = hostile;
            int window = 1 + random.nextInt(2_000);
            try {
                wire = Conversation.begun(window);
            } catch (Http2Exception e) {
                throw new AssertionError(e);
            }
            mayReceive.put(0, 65_535L);
            maySend.put(0, 65_535L);
        }

        void step() {
            wire.now += random.nextInt(4) * TimeUnit.MILLISECONDS.toNanos(3);
            switch (random.nextInt(12)) {
                case 0, 1 -> open();
                case 2, 3 -> send();
                case 4, 5 -> read();
                case 6, 7, 8 -> respond();
                case 9 -> grant();
                case 10 -> control();
                default -> giveUp();
            }
            seeWhatWasSent();
        }

        private void open() {
            if (wire.streams.refusal(Conversation.GET) != null || streams.size() > 20) {
                return;
            }
            Http2Stream stream = wire.streams.open(Conversation.GET, random.nextBoolean(), Conversation.NOBODY);
            assertThat(stream.id()).isGreaterThan(lastOpened);
            lastOpened = stream.id();
            streams.add(stream);
            mayReceive.put(
                    stream.id(), (long) wire.streams.connection.local.windows().streamBytes());
            maySend.put(stream.id(), (long) initialWindow);
            opened++;
        }

        private Http2Stream any() {
            return streams.get(random.nextInt(streams.size()));
        }

        private void send() {
            if (streams.isEmpty()) {
                return;
            }
            Http2Stream stream = any();
            boolean last = random.nextInt(5) == 0;
            int count = random.nextInt(3_000);
            boolean could = stream.maySend();
            int taken = wire.streams.send(stream, new byte[count], 0, count, last);
            long room = Math.max(0, Math.min(maySend.getOrDefault(stream.id(), 0L), maySend.getOrDefault(0, 0L)));
            assertThat(taken).isEqualTo(could ? (int) Math.min(count, room) : 0);
            assertThat(stream.maySend()).isEqualTo(could && !(last && taken == count));
        }

        private void read() {
            if (streams.isEmpty()) {
                return;
            }
            Http2Stream stream = any();
            int before = stream.available();
            int count = wire.streams.read(stream, new byte[500], 0, 1 + random.nextInt(500));
            readContent.merge(stream.id(), Math.max(0, count), Integer::sum);
            if (count == Streams.END) {
                assertThat(readContent.get(stream.id())).isEqualTo(sentContent.getOrDefault(stream.id(), 0));
                whole++;
                forget(stream);
            } else if (count == 0 && before == 0 && stream.failure() != null) {
                forget(stream);
            }
        }

        private void forget(Http2Stream stream) {
            if (!stream.isClosed()) {
                wire.streams.reset(stream, ErrorCode.NO_ERROR, wire.now);
            }
            streams.remove(stream);
        }

        /** The server sends a head, content, the end, or a reset on a stream that is open. */
        private void respond() {
            if (streams.isEmpty()) {
                return;
            }
            Http2Stream stream = any();
            int id = stream.id();
            if (!stream.state.mayReceive()) {
                return;
            }
            if (!stream.headReceived) {
                boolean end = random.nextInt(6) == 0;
                wire.server.headers(id, end, ":status", "200", "x", "v" + random.nextInt(5));
            } else {
                int room = (int) Math.min(mayReceive.getOrDefault(id, 0L), mayReceive.getOrDefault(0, 0L));
                int count = random.nextInt(Math.min(room, 900) + 1);
                boolean end = random.nextInt(4) == 0;
                switch (random.nextInt(10)) {
                    case 0 -> wire.server.rstStream(id, ErrorCode.of(random.nextInt(14)));
                    case 1 -> wire.server.headers(id, true, "trailer", "t");
                    default -> {
                        mayReceive.merge(id, (long) -count, Long::sum);
                        mayReceive.merge(0, (long) -count, Long::sum);
                        sentContent.merge(id, count, Integer::sum);
                        wire.server.data(id, end, new byte[count]);
                    }
                }
            }
            speak(false);
        }

        /** The server enlarges windows, or changes all of them. */
        private void grant() {
            int by = 1 + random.nextInt(3_000);
            int id = streams.isEmpty() || random.nextBoolean() ? 0 : any().id();
            if (random.nextInt(4) > 0) {
                maySend.merge(id, (long) by, Long::sum);
                wire.server.windowUpdate(id, by);
            } else {
                int window = random.nextInt(5_000);
                maySend.replaceAll((stream, room) -> stream == 0 ? room : room + window - initialWindow);
                initialWindow = window;
                wire.server.settings(
                        Setting.INITIAL_WINDOW_SIZE, window, Setting.MAX_CONCURRENT_STREAMS, random.nextInt(30));
            }
            speak(false);
        }

        private void control() {
            if (hostile && random.nextInt(10) == 0) {
                byte[] payload = new byte[random.nextInt(10)];
                random.nextBytes(payload);
                wire.server.frame(random.nextInt(11), random.nextInt(64), random.nextInt(lastOpened + 3), payload);
                speak(true);
                ended |= true; // the model knows no longer what may be sent
                return;
            }
            wire.server.ping(random.nextLong(), random.nextBoolean()).frame(99, 0, 7, new byte[3]);
            speak(false);
        }

        private void giveUp() {
            if (!streams.isEmpty() && random.nextInt(3) == 0) {
                Http2Stream stream = any();
                wire.streams.reset(stream, ErrorCode.CANCEL, wire.now);
                assertThat(stream.isClosed()).isTrue();
                streams.remove(stream);
            }
        }

        private void speak(boolean mayFail) {
            byte[] bytes = wire.server.take();
            int cut = random.nextInt(bytes.length + 1);
            try {
                wire.streams.receive(bytes, 0, cut, wire.now);
                StreamsAudit.check(wire.streams);
                if (random.nextInt(8) == 0) {
                    giveUp();
                } else if (random.nextInt(4) == 0) {
                    read();
                }
                wire.streams.receive(bytes, cut, bytes.length, wire.now);
                StreamsAudit.check(wire.streams);
            } catch (Http2Exception e) {
                assertThat(mayFail).as(e.getMessage()).isTrue();
                assertThat(wire.streams.active()).isZero();
            }
            wire.news();
            wire.streams.takeEvents();
        }

        /** Takes in what was granted, and checks that no more was sent than may be. */
        private void seeWhatWasSent() {
            for (SentFrame frame : wire.frames()) {
                String text = frame.toString();
                if (frame.type() == FrameType.WINDOW_UPDATE) {
                    int granted = Integer.parseInt(text.substring(text.indexOf('+') + 1));
                    mayReceive.merge(frame.streamId(), (long) granted, Long::sum);
                } else if (frame.type() == FrameType.DATA) {
                    for (int id : new int[] {0, frame.streamId()}) {
                        long left = maySend.merge(id, (long) -frame.payload().length, Long::sum);
                        if (frame.payload().length > 0) {
                            assertThat(left).as("room left for stream %d", id).isNotNegative();
                        }
                    }
                }
            }
        }
    }
}
