package dev.hawser.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FollowUpsTest {
    private final HawserClient client = new HawserClient();

    private static Request.Builder request(String method) {
        RequestBody body = switch (method) {
            case "POST", "PUT", "PATCH" -> RequestBody.create("content", null);
            default -> null;
        };
        return new Request.Builder().url("http://a.example/dir/page?q=1").method(method, body);
    }

    private static Response.Builder answer(Request request, int code) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(code)
                .message("");
    }

    private Request followed(String method, int code, String location) throws IOException {
        return Objects.requireNonNull(redirected(method, code, location));
    }

    private @Nullable Request redirected(String method, int code, String location) throws IOException {
        Request request = request(method)
                .header("Authorization", "secret")
                .header("Cookie", "secret")
                .header("X", "y")
                .build();
        return FollowUps.next(
                client, null, answer(request, code).header("Location", location).build());
    }

    @Nested
    class ARedirect {
        @ParameterizedTest
        @CsvSource({
            "GET, 300, GET", "GET, 301, GET", "GET, 302, GET", "GET, 303, GET", "GET, 307, GET", "GET, 308, GET",
            "HEAD, 301, HEAD", "HEAD, 303, HEAD", "POST, 301, GET", "POST, 302, GET", "POST, 303, GET",
                    "POST, 307, POST",
            "POST, 308, POST", "PUT, 301, PUT", "PUT, 303, GET", "PATCH, 302, PATCH", "PATCH, 308, PATCH"
        })
        void keepsOrChangesTheMethodByItsStatus(String method, int code, String expected) throws IOException {
            Request next = followed(method, code, "/other");

            assertThat(next.method()).isEqualTo(expected);
            assertThat(next.body() != null).isEqualTo(!expected.equals("GET") && !expected.equals("HEAD"));
        }

        @ParameterizedTest
        @CsvSource({
            "/x, http://a.example/x",
            "x, http://a.example/dir/x",
            "?r, http://a.example/dir/page?r",
            "//b.example/y, http://b.example/y",
            "https://a.example/, https://a.example/"
        })
        void goesWhereLocationLeadsFromTheRequest(String location, String expected) throws IOException {
            assertThat(followed("GET", 302, location).url()).hasToString(expected);
        }

        @Test
        void keepsCredentialsWithinTheOrigin() throws IOException {
            assertThat(followed("GET", 302, "/x").headers().names()).contains("Authorization", "Cookie", "X");
        }

        @ParameterizedTest
        @ValueSource(strings = {"http://b.example/", "https://a.example/", "http://a.example:81/"})
        void takesNoCredentialsToAnotherOrigin(String location) throws IOException {
            assertThat(followed("GET", 302, location).headers().names()).containsExactly("X");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ftp://a.example/", "mailto:a", "http://", "http://a b/"})
        void toSomethingElseThanHttpIsTheUsersToSee(String location) throws IOException {
            assertThat(redirected("GET", 302, location)).isNull();
        }

        @Test
        void withoutLocationIsTheUsersToSee() throws IOException {
            assertThat(FollowUps.next(
                            client, null, answer(request("GET").build(), 302).build()))
                    .isNull();
        }

        @Test
        void ofABodyThatCanBeReadButOnceIsTheUsersToSee() throws IOException {
            Request request = request("POST")
                    .post(RequestBody.create(new ByteArrayInputStream(new byte[1]), null))
                    .build();

            assertThat(FollowUps.next(
                            client,
                            null,
                            answer(request, 307).header("Location", "/").build()))
                    .isNull();
            assertThat(FollowUps.next(
                            client,
                            null,
                            answer(request, 303).header("Location", "/").build()))
                    .isNotNull();
        }

        @Test
        void isNotFollowedWhereThatIsOff() throws IOException {
            Response toHttps = answer(request("GET").build(), 302)
                    .header("Location", "https://a.example/")
                    .build();

            assertThat(FollowUps.next(client.newBuilder().followRedirects(false).build(), null, toHttps))
                    .isNull();
            assertThat(FollowUps.next(
                            client.newBuilder().followSslRedirects(false).build(), null, toHttps))
                    .isNull();
        }
    }

    @Nested
    class ARepetition {
        @Test
        void follows408Once() throws IOException {
            Request request = request("POST").build();
            Response first = answer(request, 408).build();
            Response second = answer(request, 408).priorResponse(first).build();

            assertThat(FollowUps.next(client, null, first)).isSameAs(request);
            assertThat(FollowUps.next(client, null, second)).isNull();
            assertThat(FollowUps.next(
                            client,
                            null,
                            answer(request, 408).header("Retry-After", "1").build()))
                    .isNull();
            assertThat(FollowUps.next(
                            client.newBuilder().retryOnConnectionFailure(false).build(), null, first))
                    .isNull();
        }

        @Test
        void follows503OnceIfInvitedAtOnce() throws IOException {
            Request request = request("GET").build();
            Response first = answer(request, 503).header("Retry-After", "0").build();

            assertThat(FollowUps.next(client, null, first)).isSameAs(request);
            assertThat(FollowUps.next(client, null, answer(request, 503).build()))
                    .isNull();
            assertThat(FollowUps.next(
                            client,
                            null,
                            answer(request, 503)
                                    .header("Retry-After", "0")
                                    .priorResponse(first)
                                    .build()))
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 304, 400, 401, 404, 407, 421, 500})
    void nothingFollowsFromOtherStatuses(int code) throws IOException {
        Response response =
                answer(request("GET").build(), code).header("Location", "/").build();

        assertThat(FollowUps.next(client, null, response)).isNull();
    }
}
