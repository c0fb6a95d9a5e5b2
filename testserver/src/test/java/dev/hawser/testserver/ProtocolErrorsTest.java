package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestServerExtension.class)
final class ProtocolErrorsTest {
    private final TestServer server = new TestServer();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET / HTTP/1.1~Host: a^^                                    | a line ends with a bare LF: "GET / HTTP/1.1"
                    GET / HTTP/1.1^^                                            | no Host header
                    GET / HTTP/1.1^Host: a^Host: b^^                            | 2 Host headers
                    ^GET / HTTP/1.1^Host: a^^                                   | an empty line before the request line
                    GET rope HTTP/1.1^Host: a^^                                 | a request target of no known form: "rope"
                    GET * HTTP/1.1^Host: a^^                                    | a request target of no known form: "*"
                    POST / HTTP/1.1^Host: a^Content-Length: 4^^ropery           | bytes after the request's end
                    """)
    void flawThatLeavesTheRequestReadableIsTold(String bytes, String error) throws Exception {
        assertTold(bytes, error, "HTTP/1.1 200 OK");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rope^^                                                      | no request line: "rope"
                    GET  / HTTP/1.1^Host: a^^                                   | no request line: "GET  / HTTP/1.1"
                    GET / HTTP/2.0^Host: a^^                                    | no request line: "GET / HTTP/2.0"
                    G(T / HTTP/1.1^Host: a^^                                    | no request line: "G(T / HTTP/1.1"
                    GET /#a HTTP/1.1^Host: a^^                                  | no request target: "/#a"
                    GET /é HTTP/1.1^Host: a^^                                   | no request target: "/\\xc3\\xa9"
                    GET / HTTP/1.1^Host : a^^                                   | no header line: "Host : a"
                    GET / HTTP/1.1^Host^^                                       | no header line: "Host"
                    GET / HTTP/1.1^Host: a^ b^^                                 | a folded header line: " b"
                    GET / HTTP/1.1^Host: a§b^^                                  | a bare CR within a line: "Host: a"
                    POST / HTTP/1.1^Host: a^Content-Length: 1^Transfer-Encoding: chunked^^ | both Content-Length and Transfer-Encoding
                    POST / HTTP/1.1^Host: a^Content-Length: 1^Content-Length: 1^^ | 2 Content-Length headers: [1, 1]
                    POST / HTTP/1.1^Host: a^Content-Length: +1^^                | no Content-Length: "+1"
                    POST / HTTP/1.1^Host: a^Transfer-Encoding: gzip^^           | a Transfer-Encoding other than chunked: [gzip]
                    GET / HTTP/1.1^Host                                         | the connection ended within a header
                    """)
    void unreadableHeadIsToldAndRefused(String bytes, String error) throws Exception {
        assertTold(bytes, error, "HTTP/1.1 400 Bad Request");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Content-Length: 4^^ro                | the body ended 2 bytes early (Content-Length: 4)
                    Transfer-Encoding: chunked^^x^       | no chunk size: "x"
                    Transfer-Encoding: chunked^^-1^      | no chunk size: "-1"
                    Transfer-Encoding: chunked^^4^ro     | the body ended 2 bytes early (a chunk of 4)
                    Transfer-Encoding: chunked^^2^rope^  | bytes after a chunk of 2: "pe"
                    Transfer-Encoding: chunked^^2^ro^    | the connection ended within a chunk's size
                    Transfer-Encoding: chunked^^0^       | the connection ended within a header
                    """)
    void unreadableBodyIsToldAndTheConnectionClosed(String bytes, String error) throws Exception {
        assertTold("POST / HTTP/1.1^Host: a^" + bytes, error, "");
    }

    @Test
    void errorNamesTheConnectionAndTheRequest(TestServer server) throws Exception {
        server.enqueue(MockResponse.of(200));
        try (RawClient first = new RawClient(server);
                RawClient second = new RawClient(server)) {
            first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
            server.enqueue(MockResponse.of(200));
            second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
            second.send("rope\r\n").readHead();
        }
        assertThat(server.protocolErrors()).containsExactly("connection 1, request 1: no request line: \"rope\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1^Host: a^^",
                "GET / HTTP/1.0^^",
                "OPTIONS * HTTP/1.1^Host: a^^",
                "GET http://a/b?c HTTP/1.1^Host: a^^",
                "CONNECT a:443 HTTP/1.1^Host: a:443^^",
                "POST / HTTP/1.1^Host: a^Content-Length: 4^^rope",
                "POST / HTTP/1.1^Host: a^Transfer-Encoding: Chunked^^4;x=y^rope^0^Trailer: x^^",
                "GET / HTTP/1.1^Host:a^Empty:^Name: é^^",
            })
    void soundRequestHasNoErrors(String bytes) throws Exception {
        try (server) {
            server.handler(request -> MockResponse.of(200));
            server.start();
            try (RawClient client = new RawClient(server)) {
                client.send(bytes.replace("^", "\r\n")).finish();
                assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK");
            }
            assertThat(server.protocolErrors()).isEmpty();
        }
    }

    private void assertTold(String bytes, String error, String answer) throws Exception {
        try (server) {
            server.handler(request -> MockResponse.of(200));
            server.start();
            try (RawClient client = new RawClient(server)) {
                client.send(bytes.replace("^", "\r\n").replace('~', '\n').replace('§', '\r'))
                        .finish();
                assertThat(client.readToEnd()).startsWith(answer);
            }
            assertThat(server.protocolErrors()).first().asString().startsWith("connection 0, request 0: " + error);
        }
    }
}
