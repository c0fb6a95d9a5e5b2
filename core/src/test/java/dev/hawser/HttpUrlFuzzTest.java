package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import java.nio.charset.StandardCharsets;

/**
 * URLs and links of any text: one is read or the text is refused, with no other exception; what is read is
 * canonical, and its parts make it again. An input is a URL, or a page and a link on it with a line feed between.
 */
class HttpUrlFuzzTest {
    private static final Spending SPENDING = new Spending(65_536, 256);
    private static final HttpUrl PAGE = HttpUrl.get("https://user:secret@example.com:8443/a/b/../c?q=1#f");

    @Explore
    @DictionaryEntries({
        "http://",
        "https://",
        "HtTp:",
        "\\\\",
        "/../",
        "%2e%2E",
        "[::1]",
        "[1::2:3]",
        "::ffff:1.2.3.4",
        "0x7f.1",
        "256",
        "127.0.0.1",
        ":80",
        ":443",
        ":65535",
        ":65536",
        "user:pw@",
        "@",
        "?a=b&c",
        "#",
        "%",
        "%41",
        "%zz",
        "xn--",
        "\u00e4",
        "\u00ad",
        "\u3002",
        "\uff0f",
        "\uff05",
        "\u212a",
        "\u00df",
        "\t",
        "\ufffd"
    })
    void explore(byte[] input) {
        check(input);
    }

    @Replay
    void replay(byte[] input) {
        check(input);
    }

    private static void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        HttpUrl url = SPENDING.on(input, () -> HttpUrl.parse(text));
        if (url == null) {
            assertThatIllegalArgumentException().isThrownBy(() -> HttpUrl.get(text));
        } else {
            isSound(url);
            if (!url.isHttps()) {
                assertThat(PAGE.resolve(text)).isEqualTo(url);
            }
        }
        resolve(PAGE, text);
        int lineFeed = text.indexOf('\n');
        HttpUrl page = lineFeed < 0 ? null : HttpUrl.parse(text.substring(0, lineFeed));
        if (page != null) {
            resolve(page, text.substring(lineFeed + 1));
        }
    }

    private static void resolve(HttpUrl page, String link) {
        HttpUrl to = page.resolve(link);
        if (to != null) {
            isSound(to);
            assertThat(page.resolve(to.toString())).isEqualTo(to);
        }
    }

    private static void isSound(HttpUrl url) {
        String canonical = url.toString();
        assertThat(canonical).matches("https?://[!-~]*/[!-~]*");
        assertThat(HttpUrl.get(canonical)).isEqualTo(url);
        assertThat(UrlParser.canonical(null, canonical)).isEqualTo(canonical);
        assertThat(url.host()).isNotEmpty().doesNotContainAnyWhitespaces().matches("[^/@?#\\\\\\[\\]]+");
        assertThat(url.port()).isBetween(0, 65535);
        assertThat(url.encodedPath()).startsWith("/").doesNotContain("?", "#");
        assertThat(url.pathSegments()).hasSize(url.pathSize());
        assertThat(url.encodedPathSegments()).doesNotContain(".", "..", "%2e", "%2E");
        assertThat(url.newBuilder().build()).isEqualTo(url);
        assertThat(url.origin().encodedPath()).isEqualTo("/");
        assertThat(url.redact()).doesNotContain("@");
        for (int i = 0; i < url.querySize(); i++) {
            assertThat(url.queryParameterNames()).contains(url.queryParameterName(i));
            assertThat(url.queryParameterValues(url.queryParameterName(i))).contains(url.queryParameterValue(i));
        }
        try {
            assertThat(url.uri().toASCIIString()).isNotEmpty();
        } catch (IllegalStateException e) {
            if (!String.valueOf(e.getMessage()).startsWith("java.net.URI does not have the host ")) {
                fail("unexpected exception", e);
            }
        }
    }
}
