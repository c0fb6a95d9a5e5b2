package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FormBodyTest {
    @Test
    void namesAndValuesAreEncodedAsFormsDo() throws IOException {
        FormBody body = new FormBody.Builder()
                .add("a b+c", "é&=%20")
                .add("*-._", "~!'()")
                .build();

        assertThat(written(body)).isEqualTo("a+b%2Bc=%C3%A9%26%3D%2520&*-._=%7E%21%27%28%29");
        assertThat(body.contentLength()).isEqualTo(written(body).length());
        assertThat(body.contentType()).hasToString("application/x-www-form-urlencoded");
    }

    @Test
    void encodedPairsStayAsTheyAre() throws IOException {
        FormBody body = new FormBody.Builder().addEncoded("a+b%20c", "%C3%A9 é").build();

        assertThat(written(body)).isEqualTo("a+b%20c=%C3%A9%20%C3%A9");
        assertThat(body.name(0)).isEqualTo("a b c");
        assertThat(body.value(0)).isEqualTo("é é");
        assertThat(body.encodedName(0)).isEqualTo("a+b%20c");
        assertThat(body.encodedValue(0)).isEqualTo("%C3%A9%20%C3%A9");
        assertThat(body.size()).isEqualTo(1);
    }

    @Test
    void anotherCharsetMayBeUsed() throws IOException {
        FormBody body = new FormBody.Builder(StandardCharsets.ISO_8859_1)
                .add("é", "1 2")
                .build();

        assertThat(written(body)).isEqualTo("%E9=1+2");
    }

    @Test
    void withoutPairsItIsEmpty() throws IOException {
        FormBody body = new FormBody.Builder().build();

        assertThat(written(body)).isEmpty();
        assertThat(body.contentLength()).isZero();
    }

    private static String written(FormBody body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(out);
        return out.toString(StandardCharsets.US_ASCII);
    }
}
