package dev.hawser.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.internal.http.Http11RequiredException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendOutcomeTest {
    private final IOException eof = new EOFException();

    private static SendOutcome outcome(boolean reused, boolean written, boolean answered) {
        return new SendOutcome(true, reused, written, written, answered, 3_000_000, 2_000_000, reused ? 4 : 0);
    }

    private static Request request(String method) {
        RequestBody body = switch (method) {
            case "POST", "PUT", "PATCH", "QUERY" -> RequestBody.create("content", null);
            default -> null;
        };
        return new Request.Builder()
                .url("http://user:secret@a.example/")
                .method(method, body)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY", "POST", "PATCH"})
    void whatWasNotWrittenIsSentAgainWhateverItsMethod(String method) {
        assertThat(outcome(true, false, false).allowsAgain(request(method), eof))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"})
    void whatIsIdempotentIsSentAgainAfterAReusedConnectionEndedWithoutAByte(String method) {
        assertThat(outcome(true, true, false).allowsAgain(request(method), eof)).isTrue();
        assertThat(outcome(false, true, false).allowsAgain(request(method), eof))
                .isFalse();
        assertThat(outcome(true, true, true).allowsAgain(request(method), eof)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void whatIsNotIdempotentIsNotUnlessItHasAKey(String method) {
        Request keyed =
                request(method).newBuilder().header("Idempotency-Key", "1").build();

        assertThat(outcome(true, true, false).allowsAgain(request(method), eof)).isFalse();
        assertThat(outcome(true, true, false).allowsAgain(keyed, eof)).isTrue();
    }

    @Test
    void aBodyThatWasReadAndCanBeReadButOnceIsNeverSentAgain() {
        Request once = request("PUT")
                .newBuilder()
                .put(RequestBody.create(new ByteArrayInputStream(new byte[1]), null))
                .build();

        assertThat(outcome(true, true, false).allowsAgain(once, eof)).isFalse();
        assertThat(new SendOutcome(true, true, false, false, false, 0, 0, 1).allowsAgain(once, eof))
                .isTrue();
    }

    @Test
    void otherFailuresThanOfTheConnectionAreNoReasonToSendAgain() {
        SendOutcome stale = outcome(true, true, false);

        assertThat(stale.allowsAgain(request("GET"), new ProtocolException())).isFalse();
        assertThat(stale.allowsAgain(request("GET"), new SocketTimeoutException()))
                .isFalse();
        assertThat(stale.allowsAgain(request("GET"), new InterruptedIOException()))
                .isFalse();
        assertThat(SendOutcome.NO_CONNECTION.allowsAgain(request("GET"), eof)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsWantedOverHttp11IsSentAgainIfItIsIdempotentOrWasNotProcessed(boolean reused) {
        IOException required = new Http11RequiredException("HTTP_1_1_REQUIRED");
        SendOutcome written = outcome(reused, true, false);

        assertThat(written.allowsAgain(request("GET"), required)).isTrue();
        assertThat(written.allowsAgain(request("POST"), required)).isFalse();
        assertThat(written.isUnansweredReuse(required)).isFalse();
        assertThat(outcome(reused, false, false).allowsAgain(request("POST"), required))
                .isTrue();
        assertThat(outcome(reused, true, true).allowsAgain(request("GET"), required))
                .isFalse();
    }

    @Test
    void theErrorOfAnUnansweredReuseSaysHowOldTheConnectionWas() {
        SendOutcome stale = outcome(true, true, false);

        assertThat(stale.isUnansweredReuse(eof)).isTrue();
        assertThat(stale.noResponse(request("POST"), eof))
                .hasMessageContaining("POST http://a.example/")
                .hasMessageContaining("3 ms old, had carried 4 exchanges, and was idle for 2 ms")
                .hasMessageNotContaining("secret")
                .hasCause(eof);
        assertThat(outcome(false, true, false).isUnansweredReuse(eof)).isFalse();
        assertThat(outcome(true, true, true).isUnansweredReuse(eof)).isFalse();
        assertThat(stale.isUnansweredReuse(new SocketTimeoutException())).isFalse();
    }
}
