package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Protocol;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import dev.hawser.internal.http.ResponseHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a server sends behind its SETTINGS to three requests, one of them unfinished: whatever comes, however it is cut into reads, it
 * comes to the same, keeps the books in order and costs memory within bounds.
 */
class FrameFuzzTest {
    private static final Spending SPENDING = new Spending(262_144, 256);

    @Explore
    void explore(byte[] input) {
        check(input);
    }

    @Replay
    void replay(byte[] input) {
        check(input);
    }

    private static void check(byte[] input) {
        List<String> whole = SPENDING.on(input, () -> outcome(input, input.length + 1));
        assertThat(outcome(input, 1)).isEqualTo(whole);
        assertThat(outcome(input, 7)).isEqualTo(whole);
    }

    /** All that can be seen after the bytes came in pieces of so many. */
    private static List<String> outcome(byte[] input, int piece) {
        Streams streams = new Streams(Conversation.local(100), Protocol.HTTP_2, new WireStrings(), 0);
        List<String> outcome = new ArrayList<>();
        Http2Stream[] open = {
            streams.open(Conversation.GET, true, Conversation.NOBODY),
            streams.open(Conversation.GET, false, Conversation.NOBODY),
            streams.open(Conversation.GET, true, Conversation.NOBODY)
        };
        byte[] begin = new Frames()
                .settings(Setting.MAX_CONCURRENT_STREAMS, 5)
                .settingsAck()
                .take();
        byte[] all = Arrays.copyOf(begin, begin.length + input.length);
        System.arraycopy(input, 0, all, begin.length, input.length);
        try {
            for (int from = 0; from < all.length; from += piece) {
                streams.receive(all, from, Math.min(all.length, from + piece), 0);
                StreamsAudit.check(streams);
            }
            outcome.add("at a boundary: " + streams.atBoundary());
        } catch (Http2Exception e) {
            outcome.add(String.valueOf(e.getMessage()));
        }
        for (Http2Stream stream : open) {
            outcome.add(seen(streams, stream));
        }
        outcome.add(streams.takeEvents().toString());
        WireBuffer sent = streams.swapOutput(new WireBuffer(1));
        SentFrame.of(sent.array(), 24, sent.length()).forEach(frame -> outcome.add(frame.toString()));
        return outcome;
    }

    private static String seen(Streams streams, Http2Stream stream) {
        StringBuilder seen = new StringBuilder();
        ResponseHead head = stream.takeHead();
        while (head != null) {
            seen.append(head).append(' ');
            head = stream.takeHead();
        }
        byte[] content = new byte[stream.available()];
        streams.read(stream, content, 0, content.length);
        seen.append(Arrays.toString(content)).append(stream.failure());
        return seen.append(stream.state).append(stream.trailers()).toString();
    }
}
