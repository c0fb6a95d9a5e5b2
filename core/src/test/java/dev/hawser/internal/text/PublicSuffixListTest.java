package dev.hawser.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** The table of public suffixes against the list, of which it is made; with {@code -Dhawser.regenerate=true} it is written. */
class PublicSuffixListTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path SOURCE =
            RESOURCES.resolve("dev/hawser/internal/text").resolve(PublicSuffixes.RESOURCE);

    @Test
    void theTableIsMadeOfTheList() throws IOException {
        byte[] made = PublicSuffixesMaker.make(PublicSuffixesMaker.rules());
        if (Boolean.getBoolean("hawser.regenerate")) {
            Files.createDirectories(SOURCE.getParent());
            Files.write(SOURCE, made);
            return;
        }

        assertThat(table()).isEqualTo(made);
    }

    @Test
    void theTableTakesLessThan40KibibytesInTheJar() throws IOException {
        byte[] table = table();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(table);
        deflater.finish();

        assertThat(deflater.deflate(new byte[table.length])).isLessThan(40 * 1024);
        deflater.end();
    }

    @Test
    void theNoticeNamesTheListWithItsLicenceAndVersion() throws IOException {
        assertThat(RESOURCES.resolve("META-INF/NOTICE"))
                .content()
                .contains("publicsuffix.org", "Mozilla Public License", PublicSuffixesMaker.version());
    }

    private static byte[] table() throws IOException {
        try (InputStream in = PublicSuffixes.class.getResourceAsStream(PublicSuffixes.RESOURCE)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
