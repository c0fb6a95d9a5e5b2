package dev.hawser;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens (RFC 6750) for one server, from a source that is asked anew when the server refuses one. To be both:
 *
 * <pre>{@code
 * BearerAuthenticator tokens = BearerAuthenticator.forServer(url, refused -> tokenService.fetch());
 * client.newBuilder().addNetworkInterceptor(tokens).authenticator(tokens).build()
 * }</pre>
 *
 * <p>The network interceptor sends the token with each request, the authenticator gets another when it is refused (401). Many
 * calls that are refused at once share one question to the source. The token goes to no other server, whatever redirects
 * say. Safe for use by many threads.
 */
public final class BearerAuthenticator implements Authenticator, Interceptor {
    private final Audience audience;
    private final TokenSource source;

    /** The last question to the source: its answer is the token in use. */
    private final AtomicReference<@Nullable Question> last = new AtomicReference<>();

    private BearerAuthenticator(Audience audience, TokenSource source) {
        this.audience = audience;
        this.source = source;
    }

    /** Where tokens come from. */
    @FunctionalInterface
    public interface TokenSource {
        /**
         * A token. One call's thread asks at a time, with no lock held; others that need the token wait for the answer. If
         * it fails, so do they, and the next call asks again.
         *
         * @param refused the token that the server has refused, or null for the first one
         * @throws IOException if there is none; the calls that need it fail with that
         */
        String token(@Nullable String refused) throws IOException;
    }

    /** Tokens for the server of a URL; scheme, host and port count. */
    public static BearerAuthenticator forServer(HttpUrl url, TokenSource source) {
        return new BearerAuthenticator(Audience.server(url), Objects.requireNonNull(source, "source"));
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        boolean sends = audience.hears(request) && request.header(audience.field()) == null;
        return chain.proceed(sends ? with(request, token()) : request);
    }

    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) throws IOException {
        if (!audience.demands(response) || !offersBearer(response)) {
            return null;
        }
        String refused = tokenOf(response);
        if (refused != null && wasRefusedBefore(response)) {
            return null;
        }
        String fresh = refused == null ? token() : tokenAfter(refused);
        return fresh.equals(refused) ? null : with(response.request(), fresh);
    }

    private static boolean offersBearer(Response response) {
        return response.challenges().stream()
                .anyMatch(challenge -> challenge.scheme().equalsIgnoreCase("Bearer"));
    }

    /** Whether this call has already had another token refused: a source whose fresh tokens are no good is not asked for ever. */
    private boolean wasRefusedBefore(Response response) {
        Response prior = response.priorResponse();
        return prior != null && audience.demands(prior) && tokenOf(prior) != null;
    }

    private @Nullable String tokenOf(Response response) {
        String sent = audience.refused(response);
        return sent != null && sent.regionMatches(true, 0, "Bearer ", 0, 7) ? sent.substring(7) : null;
    }

    private Request with(Request request, String token) {
        return request.newBuilder().header(audience.field(), "Bearer " + token).build();
    }

    /** The token in use; the first call asks for it. */
    private String token() throws IOException {
        Question known = last.get();
        return answer(known != null && !known.failed() ? known : ask(known, null));
    }

    /** A token in place of the refused one: that in use, if it is another by now. */
    private String tokenAfter(String refused) throws IOException {
        Question known = last.get();
        if (known != null && !known.failed()) {
            String inUse = answer(known);
            if (!inUse.equals(refused)) {
                return inUse;
            }
        }
        return answer(ask(known, refused));
    }

    /** Asks the source in place of {@code known}, unless another thread has done so. */
    private Question ask(@Nullable Question known, @Nullable String refused) {
        Question question = new Question(new CompletableFuture<>());
        Question before = last.compareAndExchange(known, question);
        if (before != known && before != null) {
            return before;
        }
        try {
            question.answer().complete(Objects.requireNonNull(source.token(refused), "the token source returned null"));
        } catch (Throwable e) {
            question.answer().completeExceptionally(e);
        }
        return question;
    }

    private static String answer(Question question) throws IOException {
        try {
            return question.answer().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another call fetched a bearer token");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw new IOException("no bearer token: " + failure.getMessage(), failure);
            }
            throw new CompletionException(cause);
        }
    }

    private record Question(CompletableFuture<String> answer) {
        boolean failed() {
            return answer.isCompletedExceptionally();
        }
    }

    /** For whom; no token. */
    @Override
    public String toString() {
        return "BearerAuthenticator{" + audience + "}";
    }
}
