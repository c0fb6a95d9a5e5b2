package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HttpUrl against the cases of the WHATWG URL standard. */
class HttpUrlStandardTest {
    /** What ends a host, or is left out of one, where it is not percent-encoded. */
    private static final Pattern NOT_IN_A_HOST = Pattern.compile("[:/?#@\\\\\t\r\n]");

    /**
     * Hosts that the suite refuses as it has Unicode 17, in which U+3E8AC is not assigned; our table has 18, in which
     * it is a letter of the Seal script.
     */
    private static final Set<String> HOSTS_OF_A_NEWER_UNICODE =
            Set.of("\ud8ba\udcac\u3002\u0729\u3002\ucbd95", "\ud8ba\udcac\u3002\u0729\u3002\u110d\u1173\u11ac5");

    @Test
    void parsesAsTheStandardHasIt() throws IOException {
        List<JsonNode> tests = UrlTestData.cases("urltestdata.json");
        List<String> faults = new ArrayList<>();
        int compared = 0;
        for (JsonNode test : tests) {
            String input = test.get("input").textValue();
            String base = UrlTestData.text(test, "base");
            HttpUrl page = base == null ? null : HttpUrl.parse(base);
            if (base != null && page == null && !concernsHttp(test)) {
                continue;
            }
            compared++;
            String fault = fault(test, page == null ? HttpUrl.parse(input) : page.resolve(input));
            if (fault != null) {
                faults.add(input + " on " + base + ": " + fault);
            }
        }

        assertThat(faults).isEmpty();
        assertThat(compared).isGreaterThan(600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"toascii.json", "IdnaTestV2.json"})
    void hostsAreReadAsTheStandardHasThem(String file) throws IOException {
        List<String> faults = new ArrayList<>();
        Set<String> differences = new HashSet<>();
        List<JsonNode> tests = UrlTestData.cases(file);
        for (JsonNode test : tests) {
            String input = test.get("input").textValue();
            if (input.isEmpty()) {
                // No host: what follows the slashes would be read as one.
                continue;
            }
            HttpUrl url = HttpUrl.parse("http://" + encoded(input) + "/x");
            String host = url == null ? null : url.host();
            String expected = UrlTestData.text(test, "output");
            if (expected == null && host != null && HOSTS_OF_A_NEWER_UNICODE.contains(input)) {
                differences.add(input);
            } else if (!Objects.equals(host, expected)) {
                faults.add(input + ": expected " + expected + ", but got " + host);
            }
        }

        assertThat(faults).isEmpty();
        assertThat(differences).isEqualTo(file.equals("IdnaTestV2.json") ? HOSTS_OF_A_NEWER_UNICODE : Set.of());
        assertThat(tests).hasSizeGreaterThan(80);
    }

    private static String encoded(String host) {
        return NOT_IN_A_HOST
                .matcher(host)
                .replaceAll(found -> "%%%02x".formatted((int) found.group().charAt(0)));
    }

    @Test
    void queriesAndFragmentsArePercentEncodedInUtf8() throws IOException {
        for (JsonNode test : UrlTestData.cases("percent-encoding.json")) {
            String input = test.get("input").textValue();
            String output = test.get("output").get("utf-8").textValue();

            HttpUrl url = HttpUrl.get("https://h/?" + input + "#" + input);

            assertThat(url).hasToString("https://h/?" + output + "#" + output);
            assertThat(url.query()).isEqualTo(input);
        }
    }

    private static boolean concernsHttp(JsonNode test) {
        String protocol = UrlTestData.text(test, "protocol");
        return "http:".equals(protocol) || "https:".equals(protocol);
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
        return difference(
                test,
                "href",
                actual.toString(),
                "protocol",
                actual.scheme() + ":",
                "username",
                actual.encodedUsername(),
                "password",
                actual.encodedPassword(),
                "hostname",
                host,
                "port",
                port,
                "pathname",
                actual.encodedPath(),
                "search",
                marked("?", actual.encodedQuery()),
                "hash",
                marked("#", actual.encodedFragment()));
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
