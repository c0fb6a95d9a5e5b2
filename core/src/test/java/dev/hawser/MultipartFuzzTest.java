package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts between boundaries, of any bytes: they are read or refused, with no other exception; how the bytes are cut on their way is of
 * no consequence; no part has a boundary in it; and what is read is the same when it is written anew.
 */
class MultipartFuzzTest {
    private static final String BOUNDARY = "a-a-b";

    private static final Spending SPENDING = new Spending(262_144, 1_024);

    @Explore
    @DictionaryEntries({
        "--a-a-b\\x0d\\x0a",
        "\\x0d\\x0a--a-a-b",
        "\\x0d\\x0a\\x0d\\x0a",
        "--a-a-b--",
        "A: b\\x0d\\x0a",
        "a-a-a-b"
    })
    void explore(byte[] input) throws IOException {
        check(input);
    }

    @Replay
    void replay(byte[] input) throws IOException {
        check(input);
    }

    private static void check(byte[] input) throws IOException {
        Outcome whole = SPENDING.on(input, () -> Outcome.of(Pieces.cutAt(input, 0)));
        assertThat(Outcome.of(Pieces.bytes(input))).isEqualTo(whole);
        assertThat(Outcome.of(Pieces.cutAt(input, input.length / 2))).isEqualTo(whole);

        MultipartBody.Builder anew = new MultipartBody.Builder(BOUNDARY);
        for (String body : whole.bodies) {
            assertThat("\r\n" + body + "\r\n").doesNotContain("\r\n--" + BOUNDARY);
            anew.addPart(RequestBody.create(body.getBytes(StandardCharsets.ISO_8859_1)));
        }
        if (!whole.bodies.isEmpty()) {
            Outcome again = Outcome.of(Pieces.bytes(MultipartBodyTest.written(anew.build())));
            assertThat(again.bodies).isEqualTo(whole.bodies);
            assertThat(again.fault).isEmpty();
        }
    }

    /** What was read: the parts up to the end or the fault, which is empty if there is none. */
    private record Outcome(List<Headers> headers, List<String> bodies, String fault) {
        static Outcome of(InputStream input) {
            List<Headers> headers = new ArrayList<>();
            List<String> bodies = new ArrayList<>();
            String fault = "";
            try {
                MultipartReader reader = new MultipartReader(input, BOUNDARY);
                for (MultipartReader.Part part = reader.nextPart(); part != null; part = reader.nextPart()) {
                    String body = new String(part.body().readAllBytes(), StandardCharsets.ISO_8859_1);
                    headers.add(part.headers());
                    bodies.add(body);
                }
            } catch (EOFException | ProtocolException e) {
                fault = e.toString();
            } catch (IOException e) {
                throw new AssertionError("content in memory", e);
            }
            return new Outcome(headers, bodies, fault);
        }
    }
}
