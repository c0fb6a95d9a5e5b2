package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** HttpUrl against the cases of the WHATWG URL standard. */
class HttpUrlStandardTest {
    /** Hosts beyond the ASCII that the JDK's IDNA of 2003 reads in another way than the standard's UTS 46. */
    private static final Set<String> KNOWN_IDNA_DIFFERENCES = Set.of();

    @Test
    void parsesAsTheStandardHasIt() throws IOException {
        List<JsonNode> tests = UrlTestData.cases("urltestdata.json");
        List<String> faults = new ArrayList<>();
        Set<String> differences = new TreeSet<>();
        int compared = 0;
        for (JsonNode test : tests) {
            String input = UrlTestData.text(test, "input");
            String base = UrlTestData.text(test, "base");
            HttpUrl page = base == null ? null : HttpUrl.parse(base);
            if (base != null && page == null && !concernsHttp(test)) {
                continue;
            }
            compared++;
            String fault = fault(test, page == null ? HttpUrl.parse(input) : page.resolve(input));
            if (fault != null && KNOWN_IDNA_DIFFERENCES.contains(input)) {
                differences.add(input);
            } else if (fault != null) {
                faults.add(input + " on " + base + ": " + fault);
            }
        }

        assertThat(faults).isEmpty();
        assertThat(differences).isEqualTo(KNOWN_IDNA_DIFFERENCES);
        assertThat(compared).isGreaterThan(600);
    }

    private static boolean concernsHttp(JsonNode test) {
        String protocol = UrlTestData.text(test, "protocol");
        return protocol != null && protocol.startsWith("http");
    }

    private static @Nullable String fault(JsonNode test, @Nullable HttpUrl actual) {
        if (!concernsHttp(test)) {
            return actual == null ? null : "expected none, but got " + actual;
        }
        if (actual == null) {
            return "expected " + test.get("href") + ", but got none";
        }
        String port = actual.port() == HttpUrl.defaultPort(actual.scheme()) ? "" : String.valueOf(actual.port());
        String host = actual.host().contains(":") ? "[" + actual.host() + "]" : actual.host();
        return difference(test, "href", actual.toString(),
                "protocol", actual.scheme() + ":",
                "username", actual.encodedUsername(),
                "password", actual.encodedPassword(),
                "hostname", host,
                "port", port,
                "pathname", actual.encodedPath(),
                "search", marked("?", actual.encodedQuery()),
                "hash", marked("#", actual.encodedFragment()));
    }

    private static String marked(String mark, @Nullable String part) {
        return part == null || part.isEmpty() ? "" : mark + part;
    }

    private static @Nullable String difference(JsonNode test, String... fieldsAndActuals) {
        for (int i = 0; i < fieldsAndActuals.length; i += 2) {
            String expected = UrlTestData.text(test, fieldsAndActuals[i]);
            if (!fieldsAndActuals[i + 1].equals(expected)) {
                return fieldsAndActuals[i] + ": expected " + expected + ", but got " + fieldsAndActuals[i + 1];
            }
        }
        return null;
    }
}
