package dev.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hawser get -C - -o FILE URL}. */
final class DownloadTest {
    private static final byte[] WHOLE = new byte[100_000];

    static {
        new Random(1).nextBytes(WHOLE);
    }

    private final TestServer server = new TestServer();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void start() {
        server.start();
        file = folder.resolve("file");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun download() {
        return CommandRun.of("get", "-C", "-", "-o", file.toString(), url());
    }

    private String url() {
        return server.url("/file").toString();
    }

    private static MockResponse.Builder whole(String tag) {
        return new MockResponse.Builder().addHeader("ETag", tag).body(WHOLE);
    }

    private static MockResponse.Builder part(int first, String range) {
        return new MockResponse.Builder()
                .code(206)
                .addHeader("Content-Range", range)
                .body(Arrays.copyOfRange(WHOLE, first, WHOLE.length));
    }

    /** A server that sends what is asked for. */
    private static MockResponse ranged(RecordedRequest request, byte[] whole, String tag) {
        String range = request.header("Range");
        String condition = request.header("If-Range");
        if (range == null || condition != null && !condition.equals(tag)) {
            return new MockResponse.Builder().addHeader("ETag", tag).body(whole).build();
        }
        int first = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        if (first >= whole.length) {
            return new MockResponse.Builder()
                    .code(416)
                    .addHeader("Content-Range", "bytes */" + whole.length)
                    .build();
        }
        return new MockResponse.Builder()
                .code(206)
                .addHeader("ETag", tag)
                .addHeader("Content-Range", "bytes " + first + "-" + (whole.length - 1) + "/" + whole.length)
                .body(Arrays.copyOfRange(whole, first, whole.length))
                .build();
    }

    private void begin(int count) throws IOException {
        Files.write(file, Arrays.copyOf(WHOLE, count));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private void assertComplete(CommandRun run) throws IOException {
        assertThat(run.exitCode()).isZero();
        assertThat(file).hasBinaryContent(WHOLE);
        assertThat(names()).containsExactly("file");
    }

    @Test
    void aNewFileIsFetchedWhole() throws Exception {
        server.enqueue(whole("\"1\"").build());

        CommandRun run = download();

        assertThat(run.err()).isEmpty();
        assertComplete(run);
        RecordedRequest request = server.takeRequest();
        assertThat(request.header("Range")).isNull();
        assertThat(request.header("Accept-Encoding")).isEqualTo("identity");
    }

    @Nested
    final class BrokenOff {
        private CommandRun first() {
            server.enqueue(whole("\"1\"")
                    .socketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)
                    .build());
            return download();
        }

        @Test
        void whatHasComeIsKeptAndTold() throws Exception {
            CommandRun run = first();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errLines()).hasSize(1);
            long kept = Files.size(folder.resolve("file.part"));
            assertThat(kept).isPositive();
            assertThat(run.err()).contains(String.format("; %,d bytes are kept in file.part, and the same", kept));
            assertThat(names()).containsExactly("file.part", "file.part.info");
        }

        @Test
        void theNextOneGoesOnFromThereIfTheServersIsStillTheSame() throws Exception {
            first();
            long kept = Files.size(folder.resolve("file.part"));
            server.takeRequest();
            server.handler(request -> ranged(request, WHOLE, "\"1\""));

            CommandRun run = download();

            assertThat(run.errLines())
                    .containsExactly(String.format("hawser: %s: goes on after %,d bytes of 100,000", file, kept));
            assertComplete(run);
            RecordedRequest request = server.takeRequest();
            assertThat(request.header("Range")).isEqualTo("bytes=" + (kept - 1024) + "-");
            assertThat(request.header("If-Range")).isEqualTo("\"1\"");
        }

        @Test
        void itStartsOverIfItHasChangedOnTheServer() throws Exception {
            first();
            server.handler(request -> ranged(request, WHOLE, "\"2\""));

            CommandRun run = download();

            assertThat(run.errLines())
                    .containsExactly("hawser: " + file + ": it has changed on the server: it starts over");
            assertComplete(run);
        }

        @Test
        void itStartsOverIfAPartHasAnotherTag() throws Exception {
            first();
            server.handler(request -> request.header("Range") == null
                    ? whole("\"2\"").build()
                    : ranged(request, WHOLE, "\"1\"")
                            .newBuilder()
                            .setHeader("ETag", "\"2\"")
                            .build());

            CommandRun run = download();

            assertThat(run.err()).contains("what is here is not how the server's begins: it starts over");
            assertComplete(run);
        }

        @Test
        void thePartOfAnotherUrlIsNotGoneOnWith() throws Exception {
            first();
            server.takeRequest();
            server.enqueue(whole("\"1\"").build());

            CommandRun run = CommandRun.of(
                    "get",
                    "-C",
                    "-",
                    "-o",
                    file.toString(),
                    server.url("/other").toString());

            assertComplete(run);
            assertThat(server.takeRequest().header("Range")).isNull();
        }

        @Test
        void anErrorLeavesThePartAlone() throws Exception {
            first();
            byte[] kept = Files.readAllBytes(folder.resolve("file.part"));
            server.enqueue(MockResponse.of(503, "busy"));

            CommandRun run = download();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errLines()).containsExactly("hawser: GET " + url() + ": 503 Service Unavailable");
            assertThat(folder.resolve("file.part")).hasBinaryContent(kept);
        }

        @Test
        void aPartThatIsCompleteOnlyNeedsItsName() throws Exception {
            first();
            Files.write(folder.resolve("file.part"), WHOLE);
            server.handler(request -> ranged(request, WHOLE, "\"1\""));

            assertComplete(download());
        }
    }

    @Nested
    final class FilesThatAreThere {
        @Test
        void theBeginningOfAnotherProgramIsGoneOnWith() throws Exception {
            begin(40_000);
            server.handler(request -> ranged(request, WHOLE, "\"1\""));

            CommandRun run = download();

            assertThat(run.errLines()).containsExactly("hawser: " + file + ": goes on after 40,000 bytes of 100,000");
            assertComplete(run);
        }

        @Test
        void aShortBeginningIsComparedAsAWhole() throws Exception {
            begin(10);
            server.handler(request -> ranged(request, WHOLE, "\"1\""));

            assertComplete(download());
            assertThat(server.takeRequest().header("Range")).isEqualTo("bytes=0-");
        }

        @Test
        void aCompleteFileIsLeftAlone() throws Exception {
            begin(WHOLE.length);
            server.handler(request -> ranged(request, WHOLE, "\"1\""));

            CommandRun run = download();

            assertThat(run.errLines()).containsExactly("hawser: " + file + ": is complete already, with 100,000 bytes");
            assertComplete(run);
        }

        @Test
        void aFileIsCompleteAlsoIfTheServerSaysSoByStatus416() throws Exception {
            begin(WHOLE.length);
            server.enqueue(new MockResponse.Builder()
                    .code(416)
                    .addHeader("Content-Range", "bytes */100000")
                    .build());

            CommandRun run = download();

            assertThat(run.err()).contains("is complete already");
            assertComplete(run);
        }

        @Test
        void aFileThatIsLongerThanTheServersIsReplaced() throws Exception {
            Files.write(file, Arrays.copyOf(WHOLE, WHOLE.length + 5_000));
            server.handler(request -> ranged(request, WHOLE, "\"1\""));

            CommandRun run = download();

            assertThat(run.err()).contains("the server has fewer than the 105,000 bytes that are here");
            assertComplete(run);
        }

        @Test
        void anotherFileIsReplacedAndNotAddedTo() throws Exception {
            Files.write(file, new byte[40_000]);
            server.handler(request -> ranged(request, WHOLE, "\"1\""));

            CommandRun run = download();

            assertThat(run.err()).contains("what is here is not how the server's begins: it starts over");
            assertComplete(run);
        }

        @Test
        void aServerThatSendsNoPartsIsTold() throws Exception {
            begin(40_000);
            server.enqueue(whole("\"1\"").build());

            CommandRun run = download();

            assertThat(run.err()).contains("the server sends all of it, not the rest: it starts over");
            assertComplete(run);
        }

        @Test
        void aFileStaysAsItWasWhenStartingOverBreaksOff() throws Exception {
            begin(40_000);
            server.enqueue(whole("\"1\"")
                    .socketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)
                    .build());

            assertThat(download().exitCode()).isEqualTo(1);
            assertThat(file).hasBinaryContent(Arrays.copyOf(WHOLE, 40_000));
        }
    }

    @Nested
    final class PartsThatAreNotWhatWasAskedFor {
        private void assertRefused(MockResponse answer) throws IOException {
            begin(40_000);
            server.enqueue(answer);

            CommandRun run = download();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.errLines()).hasSize(1);
            assertThat(run.err()).contains("asked for the bytes from 38976 on, got Content-Range: ");
            assertThat(file).hasBinaryContent(Arrays.copyOf(WHOLE, 40_000));
            assertThat(names()).containsExactly("file");
        }

        @Test
        void anotherBeginning() throws IOException {
            assertRefused(part(40_000, "bytes 40000-99999/100000").build());
        }

        @Test
        void anotherEnd() throws IOException {
            assertRefused(part(38_976, "bytes 38976-99999/100001").build());
        }

        @Test
        void noWordOnWhichPartItIs() throws IOException {
            assertRefused(part(38_976, "bytes 38976-99999/100000")
                    .removeHeader("Content-Range")
                    .build());
        }
    }

    @Test
    void aBodyThatIsShorterThanItsRangeIsNotTakenForComplete() throws Exception {
        begin(40_000);
        server.enqueue(new MockResponse.Builder()
                .code(206)
                .addHeader("Content-Range", "bytes 38976-99999/100000")
                .body(Arrays.copyOfRange(WHOLE, 38_976, 99_999))
                .build());

        CommandRun run = download();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines()).hasSize(2);
        assertThat(run.err()).contains("another number of bytes than it said; 99,999 bytes are kept in file.part");
        assertThat(file).hasBinaryContent(Arrays.copyOf(WHOLE, 40_000));
    }

    @Test
    void aFileThatAnotherProcessWritesToIsNotTouched() throws Exception {
        Path part = folder.resolve("file.part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();

            CommandRun run = download();

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("another process is writing to " + part);
            assertThat(server.requestCount()).isZero();
        }
    }
}
