package dev.hawser.cli.get;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadsTest {
    private final Request request =
            new Request.Builder().url("https://one.example/a?b=c").build();

    @ParameterizedTest
    @CsvSource({"HTTP_1_1, OK, HTTP/1.1, HTTP/1.1 200 OK", "HTTP_2, '', HTTP/2, HTTP/2 200"})
    void linesNameTheProtocolThatIsSpoken(Protocol protocol, String message, String name, String statusLine) {
        Response response = new Response.Builder()
                .request(request)
                .protocol(protocol)
                .code(200)
                .message(message)
                .build();

        assertThat(Heads.requestLine(request, protocol)).isEqualTo("GET /a?b=c " + name);
        assertThat(Heads.statusLine(response)).isEqualTo(statusLine);
    }
}
