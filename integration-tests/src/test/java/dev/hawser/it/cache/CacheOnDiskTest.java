package dev.hawser.it.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Cache;
import dev.hawser.HawserClient;
import dev.hawser.Response;
import dev.hawser.it.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache in a folder. */
class CacheOnDiskTest extends CacheScene {
    @TempDir
    private Path folder;

    CacheOnDiskTest(Link link) {
        super(link);
    }

    private String bodyFrom(Cache onDisk) throws IOException {
        HawserClient other = client.newBuilder().cache(onDisk).build();
        try (Response response = other.newCall(request("/").build()).execute()) {
            assertThat(response.handshake() != null).isEqualTo(link.isTls());
            return response.body().string();
        }
    }

    @Test
    void aResponseOutlivesTheClient() throws IOException {
        enqueue("knot", FRESH);
        try (Cache first = new Cache(folder.toFile(), 1 << 20)) {
            assertThat(bodyFrom(first)).isEqualTo("knot");
        }
        try (Cache second = new Cache(folder.toFile(), 1 << 20)) {
            assertThat(bodyFrom(second)).isEqualTo("knot");
            assertThat(second.directory()).isEqualTo(folder.toFile());
            second.delete();
            assertThat(second.isClosed()).isTrue();
        }
        assertThat(server.requestCount()).isOne();
    }

    @Test
    void aCacheThatIsClosedLetsCallsGoOn() throws IOException {
        enqueue("1", FRESH);
        enqueue("2", FRESH);
        Cache closed = new Cache(folder.toFile(), 1 << 20);
        bodyFrom(closed);
        closed.close();

        assertThat(bodyFrom(closed)).isEqualTo("2");
    }

    @Test
    void aFolderThatIsInUseIsNamed() throws IOException {
        try (Cache first = new Cache(folder.toFile(), 1 << 20)) {
            assertThat(first.isClosed()).isFalse();
            assertThatThrownBy(() -> new Cache(folder.toFile(), 1 << 20))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(folder.toString());
        }
    }
}
