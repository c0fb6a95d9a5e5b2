package dev.hawser.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Files and metadata of any bytes: they are read, or refused by an IOException, and take no more memory than they have bytes; what
 * was read is written as it was. An input is taken for a file, for a file but for its checksum, and for metadata.
 */
class EntryFuzzTest {
    private static final Spending SPENDING = new Spending(65_536, 256);

    @Explore
    @DictionaryEntries({"HWSR", "\u0000\u0000\u0000\u0001", "http://example.com/", "http/1.1", "TLSv1.3", "h2"})
    void explore(byte[] input) throws IOException {
        check(input);
    }

    @Replay
    void replay(byte[] input) throws IOException {
        check(input);
    }

    private static void check(byte[] input) throws IOException {
        checkFile(input);
        byte[] withChecksum = Arrays.copyOf(input, input.length + 4);
        ByteBuffer.wrap(withChecksum).putInt(input.length, EntryFile.checksum(input, 0, input.length));
        checkFile(withChecksum);
        checkMetadata(input);
    }

    private static void checkFile(byte[] input) throws IOException {
        EntryFile file = SPENDING.on(input, () -> decoded(input));
        if (file != null) {
            EntryFile again = EntryFile.decode(file.encoded().array());
            assertThat(again.key()).isEqualTo(file.key());
            assertThat(again.metadata()).isEqualTo(file.metadata());
            assertThat(again.inline()).isEqualTo(file.inline());
            assertThat(again.bodyLength()).isEqualTo(file.bodyLength());
            assertThat(again.bodyFile()).isEqualTo(file.bodyFile());
            assertThat(file.bodyFile() != 0 || file.inline().length == file.bodyLength())
                    .isTrue();
            checkMetadata(file.metadata());
        }
    }

    private static void checkMetadata(byte[] input) throws IOException {
        Record read = SPENDING.on(input, () -> read(input));
        if (read instanceof StoredResponse response) {
            assertThat(Metadata.read(Metadata.of(response))).isEqualTo(response);
        } else if (read instanceof Variants variants) {
            assertThat(Metadata.read(Metadata.of(variants))).isEqualTo(variants);
        }
    }

    private static @Nullable EntryFile decoded(byte[] input) {
        try {
            return EntryFile.decode(input);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Record read(byte[] input) {
        try {
            return Metadata.read(input);
        } catch (IOException e) {
            return null;
        }
    }
}
