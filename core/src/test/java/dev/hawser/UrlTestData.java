package dev.hawser;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The cases of the web platform tests for URLs, from the folder that the property hawser.testData names. */
final class UrlTestData {
    private UrlTestData() {}

    /** The objects of a file; comments between them are left out. Without the file the test is skipped. */
    static List<JsonNode> cases(String file) throws IOException {
        String folder = System.getProperty("hawser.testData", "");
        Path path = Path.of(folder, "url", file);
        if (!Files.exists(path)) {
            return abort("SKIPPED: no " + path + "; the property hawser.testData names its folder");
        }
        JsonNode all = new ObjectMapper().readTree(Files.newInputStream(path));
        return StreamSupport.stream(all.spliterator(), false)
                .filter(JsonNode::isObject)
                .toList();
    }

    /** The text of a field, or null. */
    static @Nullable String text(JsonNode test, String field) {
        JsonNode value = test.get(field);
        return value == null || value.isNull() ? null : value.textValue();
    }
}
