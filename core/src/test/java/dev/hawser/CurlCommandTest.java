package dev.hawser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurlCommandTest {
    private static final String URL = "http://h/";
    private static final MediaType JSON = MediaType.get("application/json");

    @Test
    void namesTheUrl() {
        assertThat(new Request.Builder().url("http://u:p@h/?a=b&c#d").build().toCurl())
                .isEqualTo("curl 'http://u:p@h/?a=b&c#d'");
    }

    @Test
    void quotesForTheShell() {
        Request request = request().header("X", "it's $HOME `a` \"b\" \\").build();

        assertThat(request.toCurl()).isEqualTo("curl 'http://h/' -H 'X: it'\\''s $HOME `a` \"b\" \\'");
    }

    @Test
    void keepsCurlFromExpandingTheUrl() {
        assertThat(new Request.Builder().url("http://[::1]/?a[]={b}").build().toCurl())
                .isEqualTo("curl 'http://[::1]/?a[]={b}' --globoff");
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "HEAD, ' --head'", "OPTIONS, ' -X ''OPTIONS'''", "DELETE, ' -X ''DELETE'''"})
    void namesTheMethod(String method, String expected) {
        assertThat(request().method(method, null).build().toCurl()).isEqualTo("curl 'http://h/'" + expected);
    }

    @Test
    void hasAllHeadersInOrder() {
        Request request = request()
                .addHeader("A", "1")
                .addHeader("B", "")
                .addHeader("A", "2")
                .build();

        assertThat(request.toCurl()).isEqualTo("curl 'http://h/' -H 'A: 1' -H 'B;' -H 'A: 2'");
    }

    @Test
    void hasABodyOfText() {
        Request request = request()
                .post(RequestBody.create("{\"a\": 'ü'}\n".getBytes(UTF_8), JSON))
                .build();

        assertThat(request.toCurl())
                .isEqualTo("curl 'http://h/' -H 'Content-Type: application/json'"
                        + " --data-raw '{\"a\": '\\''ü'\\''}\n'");
        assertThat(request.toCurl(false)).isEqualTo("curl 'http://h/' -X 'POST' -H 'Content-Type: application/json'");
    }

    @Test
    void hasTheTypeThatTheRequestNames() {
        Request request = request()
                .header("content-type", "text/x")
                .put(RequestBody.create(new byte[] {'a'}, JSON))
                .build();

        assertThat(request.toCurl()).isEqualTo("curl 'http://h/' -X 'PUT' -H 'content-type: text/x' --data-raw 'a'");
    }

    @Test
    void hasNoTypeIfTheRequestHasNone() {
        Request request = request().post(RequestBody.create(new byte[] {'a'})).build();

        assertThat(request.toCurl()).isEqualTo("curl 'http://h/' -H 'Content-Type:' --data-raw 'a'");
    }

    @ParameterizedTest
    @CsvSource({"-1, /w==", "0, AA=="})
    void readsABodyThatIsNotTextFromItsInput(byte content, String encoded) {
        Request request =
                request().post(RequestBody.create(new byte[] {content}, JSON)).build();

        assertThat(request.toCurl())
                .isEqualTo("echo " + encoded + " | base64 -d | curl 'http://h/'"
                        + " -H 'Content-Type: application/json' --data-binary @-");
    }

    @Test
    void leavesABodyThatIsWrittenOnceAlone() {
        Request request = request()
                .post(RequestBody.create(new ByteArrayInputStream(new byte[] {'a'}), JSON))
                .build();

        assertThat(request.toCurl()).isEqualTo(request.toCurl(false));
    }

    @Test
    void failsIfTheBodyDoes() {
        Request request = request()
                .post(new RequestBody() {
                    @Override
                    public @Nullable MediaType contentType() {
                        return null;
                    }

                    @Override
                    public void writeTo(OutputStream sink) throws IOException {
                        throw new IOException("no");
                    }
                })
                .build();

        assertThatThrownBy(request::toCurl)
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("no");
    }

    private static Request.Builder request() {
        return new Request.Builder().url(URL);
    }
}
