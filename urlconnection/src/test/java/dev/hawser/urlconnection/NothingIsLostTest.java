package dev.hawser.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.testserver.MockResponse;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever fails in the midst of a conversation, no connection stays in use. */
@Timeout(30)
class NothingIsLostTest {
    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        CookieHandler.setDefault(null);
        scene.close();
    }

    private void assertNoneInUse() {
        assertThat(scene.pool().connectionCount())
                .isEqualTo(scene.pool().idleConnectionCount())
                .isLessThanOrEqualTo(1);
    }

    /** Fails where it is asked for cookies, or where it is shown some. */
    private static CookieHandler failing(boolean whenAsked, IOException fault) {
        return new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> fields) throws IOException {
                if (whenAsked) {
                    throw fault;
                }
                return Map.of();
            }

            @Override
            public void put(URI uri, Map<String, List<String>> fields) throws IOException {
                throw fault;
            }
        };
    }

    @Test
    void whenTheCookieHandlerFailsBeforeTheRequest() throws Exception {
        IOException fault = new IOException("the jar is stuck");
        CookieHandler.setDefault(failing(true, fault));
        HttpURLConnection connection = scene.open("/");
        connection.connect();

        assertThatThrownBy(connection::getInputStream).isSameAs(fault);

        assertNoneInUse();
        assertThat(scene.server.requestCount()).isZero();
    }

    @Test
    void whenTheCookieHandlerFailsAfterTheResponse() throws Exception {
        IOException fault = new IOException("the jar is full");
        CookieHandler.setDefault(failing(false, fault));
        scene.server.enqueue(MockResponse.of(200, "unread"));

        assertThatThrownBy(() -> scene.get("/")).isSameAs(fault);

        assertNoneInUse();
    }

    @Test
    void whenTheAuthenticatorFails() throws Exception {
        scene.server.enqueue(new MockResponse.Builder()
                .code(401)
                .addHeader("WWW-Authenticate", "Basic realm=\"dock\"")
                .body("who?")
                .build());
        HttpURLConnection connection = scene.open("/");
        connection.setAuthenticator(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                throw new IllegalStateException("no terminal");
            }
        });

        assertThatThrownBy(connection::getInputStream).hasMessage("no terminal");

        assertNoneInUse();
    }

    @Test
    void whenARedirectLeadsNowhere() throws Exception {
        scene.server.enqueue(Cases.redirect(302, "http://localhost:99999/"));

        assertThatThrownBy(() -> scene.get("/")).isInstanceOf(MalformedURLException.class);

        assertNoneInUse();
    }

    @Test
    void whenNobodyWantsTheConnectionThatWasAskedFor() throws Exception {
        HttpURLConnection connection = scene.open("/");
        connection.connect();

        assertThatThrownBy(connection::getOutputStream)
                .hasMessage("cannot write to a URLConnection if doOutput=false - call setDoOutput(true)");

        assertNoneInUse();
    }
}
