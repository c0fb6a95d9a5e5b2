package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** HttpUrl against the cases of the WHATWG URL standard. */
class HttpUrlStandardTest {
    /** URLs whose host the JDK's IDNA of 2003 reads in another way than the standard's UTS 46. */
    private static final Set<String> URLS_THAT_DIFFER = Set.of("https://faß.ExAmPlE/");

    /** The same of bare hosts. */
    private static final Set<String> HOSTS_THAT_DIFFER = Set.of(
            "-x.ß",
            ("0123456789".repeat(5) + ".").repeat(4) + "0123456789".repeat(4) + "012345678.ß",
            "ab--c.ß",
            "faß.de",
            "look\u180eout.net",
            "look\u206bout.net",
            "www\u2025lookout.net",
            "x-.ß",
            "x..ß",
            "x01234567890123456789012345678901234567890123456789012345678901x.ß",
            "x01234567890123456789012345678901234567890123456789012345678901†",
            "xn--a.ß",
            "xn--zca.ß",
            "\u0378.net",
            "βόλος.com",
            "\u04c0.com",
            "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc",
            "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com",
            "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
            "\u0dc1\u0dca\u200d\u0dbb\u0dd3.com",
            "ẞ.com",
            "ẞ.foo.com",
            "\u2183.com",
            "\ud87e\udc68.com");

    @Test
    void parsesAsTheStandardHasIt() throws IOException {
        List<JsonNode> tests = UrlTestData.cases("urltestdata.json");
        List<String> faults = new ArrayList<>();
        Set<String> differences = new TreeSet<>();
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
            if (fault != null && URLS_THAT_DIFFER.contains(input)) {
                differences.add(input);
            } else if (fault != null) {
                faults.add(input + " on " + base + ": " + fault);
            }
        }

        assertThat(faults).isEmpty();
        assertThat(differences).isEqualTo(URLS_THAT_DIFFER);
        assertThat(compared).isGreaterThan(600);
    }

    @Test
    void hostsAreReadAsTheStandardHasThem() throws IOException {
        Set<String> differences = new TreeSet<>();
        for (JsonNode test : UrlTestData.cases("toascii.json")) {
            String input = test.get("input").textValue();
            HttpUrl url = HttpUrl.parse("http://" + input + "/");
            if (!Objects.equals(url == null ? null : url.host(), UrlTestData.text(test, "output"))) {
                differences.add(input);
            }
        }

        assertThat(differences).isEqualTo(HOSTS_THAT_DIFFER);
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
