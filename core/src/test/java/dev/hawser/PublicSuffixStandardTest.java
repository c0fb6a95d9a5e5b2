package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link HttpUrl#topPrivateDomain()} against the cases of publicsuffix.org, from the folder that hawser.testData names. */
class PublicSuffixStandardTest {
    private static final Pattern CALL = Pattern.compile("checkPublicSuffix\\('([^']+)', '?([^')]+)'?\\);");
    private static final Pattern PAIR = Pattern.compile("(\\S+) (\\S+)");

    @ParameterizedTest
    @CsvSource({"tests.txt", "test_psl.txt"})
    void findsTheDomainThatBelongsToOneOwner(String file) throws IOException {
        Path path = Path.of(System.getProperty("hawser.testData", ""), "psl", file);
        if (!Files.exists(path)) {
            abort("SKIPPED: no " + path + "; the property hawser.testData names its folder");
        }
        List<String> faults = new ArrayList<>();
        int compared = 0;
        for (String line : Files.readAllLines(path)) {
            Matcher test = (file.equals("tests.txt") ? PAIR : CALL).matcher(line);
            if (line.startsWith("//") || !test.matches() || test.group(1).equals("null")) {
                continue;
            }
            compared++;
            String expected = test.group(2).equals("null") ? "null" : host(test.group(2));
            String actual =
                    String.valueOf(HttpUrl.get("http://" + test.group(1) + "/").topPrivateDomain());
            if (!actual.equals(expected)) {
                faults.add(line + ": " + actual);
            }
        }

        assertThat(faults).isEmpty();
        assertThat(compared).isGreaterThanOrEqualTo(75);
    }

    private static String host(String domain) {
        return HttpUrl.get("http://" + domain + "/").host();
    }
}
