package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twitter.hpack.Decoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Field blocks as other encoders wrote them, and what they mean; and the same fields, as ours writes them, read by another decoder. */
class HpackStoriesTest {
    private static final WireStrings SHARED = new WireStrings();

    static List<Path> stories() throws IOException {
        Path folder = Path.of(System.getProperty("hawser.testData", ""), "hpack");
        if (!Files.isDirectory(folder)) {
            return abort("SKIPPED: no " + folder + "; the property hawser.testData names its folder");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void whatOthersEncodedIsDecoded(Path story) throws IOException {
        HpackDecoder decoder = new HpackDecoder(4096, 1 << 20, SHARED);
        for (JsonNode block : cases(story)) {
            if (block.hasNonNull("header_table_size")) {
                decoder.limitTable(block.get("header_table_size").intValue());
            }
            List<String> fields = DecodedFields.of(decoder, block.get("wire").textValue());

            assertThat(fields.stream().map(field -> field.replaceFirst("^!", "")))
                    .isEqualTo(fields(block));
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void whatWeEncodeIsDecodedByAnother(Path story) throws IOException {
        HpackEncoder encoder = new HpackEncoder();
        Decoder other = new Decoder(1 << 20, 4096);
        HpackDecoder ours = new HpackDecoder(4096, 1 << 20, new WireStrings());
        int limit = 4096;
        for (JsonNode block : cases(story)) {
            if (block.hasNonNull("header_table_size")) {
                limit = block.get("header_table_size").intValue();
                encoder.limitTable(limit);
                other.setMaxHeaderTableSize(limit);
                ours.limitTable(limit);
            }
            WireBuffer out = new WireBuffer(64);
            encoder.begin(out);
            block.get("headers")
                    .forEach(header -> header.properties()
                            .forEach(field -> encoder.encode(
                                    field.getKey(), field.getValue().textValue(), out)));
            byte[] wire = Arrays.copyOf(out.array(), out.length());
            List<String> read = new ArrayList<>();
            other.decode(
                    new ByteArrayInputStream(wire),
                    (name, value, sensitive) -> read.add((sensitive ? "!" : "")
                            + new String(name, StandardCharsets.UTF_8) + ": "
                            + new String(value, StandardCharsets.UTF_8)));
            assertThat(other.endHeaderBlock()).isFalse();

            assertThat(read.stream().map(field -> field.replaceFirst("^!", ""))).isEqualTo(fields(block));
            assertThat(read.stream().filter(field -> field.startsWith("!")))
                    .allMatch(field -> field.matches("!(cookie|set-cookie|authorization|proxy-authorization): .*"));
            assertThat(read).noneMatch(field -> field.startsWith("cookie:") || field.startsWith("set-cookie:"));
            assertThat(DecodedFields.of(ours, wire)).isEqualTo(read);
        }
    }

    private static Iterable<JsonNode> cases(Path story) throws IOException {
        return new ObjectMapper().readTree(story.toFile()).get("cases");
    }

    private static List<String> fields(JsonNode block) {
        List<String> fields = new ArrayList<>();
        block.get("headers")
                .forEach(header -> header.properties()
                        .forEach(field -> fields.add(
                                field.getKey() + ": " + field.getValue().textValue())));
        return fields;
    }
}
