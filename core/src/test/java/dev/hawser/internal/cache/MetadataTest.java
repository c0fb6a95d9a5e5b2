package dev.hawser.internal.cache;

import static dev.hawser.internal.cache.Stored.headers;
import static dev.hawser.internal.cache.Stored.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.CipherSuite;
import dev.hawser.Handshake;
import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.TlsVersion;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataTest {
    static final StoredResponse RESPONSE = new StoredResponse(
            HttpUrl.get("https://example.com/ä?b"),
            headers("accept-language: de"),
            Protocol.HTTP_2,
            404,
            "Not\u00e4 Found",
            new Headers.Builder()
                    .add("A", "b")
                    .add("a", "")
                    .addUnsafeNonAscii("C", "\u00fc\u4e00")
                    .build(),
            1,
            -2,
            Handshake.get(TlsVersion.TLS_1_3, CipherSuite.TLS_AES_128_GCM_SHA256, List.of(), List.of()));

    static final Variants VARIANTS = new Variants("g", List.of("accept", "a-b"), List.of("k1", "k2"), 77);

    @Test
    void aResponseIsReadAsItWasWritten() throws IOException {
        assertThat(Metadata.read(Metadata.of(RESPONSE))).isEqualTo(RESPONSE);
        assertThat(Metadata.read(Metadata.of(response()))).isEqualTo(response());
    }

    @Test
    void aListOfVariantsIsReadAsItWasWritten() throws IOException {
        assertThat(Metadata.read(Metadata.of(VARIANTS))).isEqualTo(VARIANTS);
    }

    @Test
    void whatIsCutOrGoesOnIsRefused() {
        byte[] whole = Metadata.of(RESPONSE);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Metadata.read(cut)).as("%d bytes", length).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> Metadata.read(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsOfAnotherVersionIsRefused() {
        byte[] other = Metadata.of(RESPONSE);
        other[0]++;

        assertThatThrownBy(() -> Metadata.read(other)).isInstanceOf(IOException.class);
    }
}
