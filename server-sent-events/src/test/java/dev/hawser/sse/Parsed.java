package dev.hawser.sse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the bytes of a stream come to, as lines. */
final class Parsed implements EventParser.Sink {
    private final List<String> lines = new ArrayList<>();

    static List<String> of(byte[] bytes, int piece, int maxEventBytes) {
        Parsed parsed = new Parsed();
        EventParser parser = new EventParser(parsed, maxEventBytes);
        try {
            for (int from = 0; from < bytes.length; from += piece) {
                parser.read(bytes, from, Math.min(bytes.length, from + piece));
            }
            parsed.lines.add("last id " + parser.lastId());
        } catch (EventTooLongException e) {
            parsed.lines.add(e.getMessage());
        }
        return parsed.lines;
    }

    /** Of a stream that comes whole, and the same in pieces of up to 39 bytes. */
    static List<String> of(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        List<String> whole = of(bytes, Math.max(bytes.length, 1), 4_096);
        for (int piece = 1; piece < Math.min(bytes.length, 40); piece++) {
            List<String> cut = of(bytes, piece, 4_096);
            if (!cut.equals(whole)) {
                throw new AssertionError("in pieces of " + piece + ": " + cut + ", not " + whole);
            }
        }
        return whole;
    }

    @Override
    public void event(@Nullable String id, @Nullable String type, String data) {
        lines.add(id + "|" + type + "|" + data.replace("\n", "/"));
    }

    @Override
    public void retry(long millis) {
        lines.add("retry " + millis);
    }
}
