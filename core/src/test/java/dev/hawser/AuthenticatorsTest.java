package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hawser.BearerAuthenticator.TokenSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ready-made authenticators, without a server. */
@Timeout(60)
class AuthenticatorsTest {
    private static final HttpUrl SERVER = HttpUrl.get("http://www.example.org/");
    private static final HttpUrl PAGE = HttpUrl.get("http://www.example.org/dir/index.html");
    private static final HttpUrl ELSEWHERE = HttpUrl.get("http://www.example.com/dir/index.html");

    private static Request get(HttpUrl url) {
        return new Request.Builder().url(url).build();
    }

    private static Response refusal(Request request, int code, String challenge) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(code)
                .message("")
                .addHeader(code == 401 ? "WWW-Authenticate" : "Proxy-Authenticate", challenge)
                .build();
    }

    private static @Nullable Request answer(Authenticator to, Request request, String challenge) throws IOException {
        return to.authenticate(null, refusal(request, 401, challenge));
    }

    private static String credentials(Authenticator to, Request request, String challenge) throws IOException {
        return Objects.requireNonNull(
                Objects.requireNonNull(answer(to, request, challenge)).header("Authorization"));
    }

    /** A chain whose server gives each request the same answer, and that notes them. */
    private static final class Server {
        final List<Request> seen = new ArrayList<>();
        String info = "";

        Response ask(Interceptor interceptor, Request request) throws IOException {
            return interceptor.intercept(new FakeChain(request, sent -> {
                seen.add(sent);
                Response.Builder response = new Response.Builder()
                        .request(sent)
                        .protocol(Protocol.HTTP_1_1)
                        .code(200)
                        .message("");
                return info.isEmpty()
                        ? response.build()
                        : response.header("Authentication-Info", info).build();
            }));
        }

        @Nullable
        String last() {
            return seen.get(seen.size() - 1).header("Authorization");
        }
    }

    @Nested
    class Basic {
        private final BasicAuthenticator basic = BasicAuthenticator.forServer(SERVER, "test", "123\u00a3");

        @Test
        void answersInTheCharsetThatIsAskedFor() throws IOException {
            assertThat(credentials(basic, get(PAGE), "Basic realm=\"a\", charset=\"UTF-8\""))
                    .isEqualTo("Basic dGVzdDoxMjPCow==");
            assertThat(credentials(basic, get(PAGE), "Digest realm=\"a\", nonce=b, Basic realm=\"a\""))
                    .isEqualTo("Basic dGVzdDoxMjOj");
        }

        @Test
        void givesUpOnceItWasRefused() throws IOException {
            Request again = Objects.requireNonNull(answer(basic, get(PAGE), "Basic realm=\"a\""));

            assertThat(answer(basic, again, "Basic realm=\"a\"")).isNull();
        }

        @Test
        void answersNoOtherServerAndNoOtherScheme() throws IOException {
            assertThat(answer(basic, get(ELSEWHERE), "Basic realm=\"a\"")).isNull();
            assertThat(answer(basic, get(PAGE), "Bearer realm=\"a\"")).isNull();
            assertThat(basic.authenticate(null, refusal(get(PAGE), 407, "Basic realm=\"a\"")))
                    .isNull();
        }

        @Test
        void asAnInterceptorItIsSentBeforehandToItsServerOnly() throws IOException {
            Server server = new Server();
            server.ask(basic, get(PAGE));
            assertThat(server.last()).isEqualTo("Basic dGVzdDoxMjPCow==");
            server.ask(basic, get(ELSEWHERE));
            assertThat(server.last()).isNull();
            server.ask(
                    basic,
                    get(PAGE).newBuilder().header("Authorization", "mine").build());
            assertThat(server.last()).isEqualTo("mine");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Basic realm=\"a\"", "OkHttp-Preemptive"})
        void forAProxyItAnswersWhateverProxyItIs(String challenge) throws IOException {
            Request answer = BasicAuthenticator.forProxy("Aladdin", "open sesame")
                    .authenticate(null, refusal(get(PAGE), 407, challenge));

            assertThat(Objects.requireNonNull(answer).header("Proxy-Authorization"))
                    .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        }

        @Test
        void showsNoPassword() {
            assertThat(basic.toString()).doesNotContain("123").contains("www.example.org");
        }
    }

    @Nested
    class Digest {
        private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        private final DigestAuthenticator digest =
                new DigestAuthenticator(Audience.server(SERVER), "Mufasa", "Circle of Life", () -> CNONCE);

        private String offer(String algorithm) {
            return "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=" + algorithm
                    + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                    + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
        }

        /** RFC 7616, section 3.9.1. */
        @Test
        void isThatOfTheStandardsExample() throws IOException {
            assertThat(credentials(digest, get(PAGE), offer("MD5")))
                    .startsWith("Digest username=\"Mufasa\", realm=\"http-auth@example.org\", nonce=\"7ypf/")
                    .contains("uri=\"/dir/index.html\"", "algorithm=MD5", "nc=00000001", "qop=auth,")
                    .contains("cnonce=\"" + CNONCE + "\"", "opaque=\"FQhe/")
                    .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"");
            assertThat(credentials(digest, get(PAGE), offer("SHA-256")))
                    .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"");
        }

        /** RFC 7616, section 3.9.2, with the name of its erratum 4897; the response was computed by another implementation. */
        @Test
        void hashesTheNameWhereThatIsWanted() throws IOException {
            DigestAuthenticator jason = new DigestAuthenticator(
                    Audience.server(SERVER),
                    "J\u00e4s\u00f8n Doe",
                    "Secret, or not?",
                    () -> "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm");
            String challenge = "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256,"
                    + " nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\","
                    + " opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, userhash=true";

            assertThat(credentials(jason, get(HttpUrl.get("http://www.example.org/doe.json")), challenge))
                    .contains(
                            "username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\"",
                            "userhash=true")
                    .contains("response=\"7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c\"");
        }

        @Test
        void aNameThatIsNotAsciiIsSentExtended() throws IOException {
            DigestAuthenticator jason = DigestAuthenticator.forServer(SERVER, "J\u00e4s\u00f8n Doe", "x");

            assertThat(credentials(jason, get(PAGE), offer("MD5") + ", charset=UTF-8"))
                    .startsWith("Digest username*=UTF-8''"
                            + URLEncoder.encode("J\u00e4s\u00f8n", StandardCharsets.UTF_8) + "%20Doe, ");
        }

        @Test
        void hashesTheBodyIfOnlyThatIsOffered() throws IOException {
            Request post = get(PAGE)
                    .newBuilder()
                    .post(RequestBody.create("rope", null))
                    .build();
            String integrity = offer("MD5").replace("auth, auth-int", "auth-int");
            String ofRope = credentials(digest, post, integrity);

            assertThat(ofRope).contains("qop=auth-int,");
            assertThat(credentials(
                            digest,
                            post.newBuilder()
                                    .post(RequestBody.create("robe", null))
                                    .build(),
                            integrity))
                    .isNotEqualTo(ofRope);
            assertThat(answer(
                            digest,
                            post.newBuilder()
                                    .post(RequestBody.create(new ByteArrayInputStream(new byte[1]), null))
                                    .build(),
                            integrity))
                    .isNull();
        }

        @Test
        void takesTheFirstOfferThatItCanAnswer() throws IOException {
            assertThat(credentials(digest, get(PAGE), offer("SHA-9") + ", " + offer("SHA-256") + ", " + offer("MD5")))
                    .contains("algorithm=SHA-256");
            assertThat(answer(digest, get(PAGE), "Digest realm=\"a\"")).isNull();
            assertThat(answer(digest, get(PAGE), offer("MD5").replace("auth, auth-int", "other")))
                    .isNull();
        }

        @Test
        void givesUpOnceItWasRefusedUnlessTheNonceWasStale() throws IOException {
            Request again = Objects.requireNonNull(answer(digest, get(PAGE), offer("MD5")));

            assertThat(answer(digest, again, offer("MD5"))).isNull();
            assertThat(answer(digest, again, offer("MD5") + ", stale=TRUE")).isNotNull();
        }

        @Test
        void answersAnewWhereARedirectKeptTheCredentialsOfAnotherPage() throws IOException {
            Request first = Objects.requireNonNull(answer(digest, get(PAGE), offer("MD5")));
            Request redirected = first.newBuilder().url(SERVER).build();

            assertThat(credentials(digest, redirected, offer("MD5"))).contains("uri=\"/\"");
        }

        @Test
        void answersNoOtherServer() throws IOException {
            assertThat(answer(digest, get(ELSEWHERE), offer("MD5"))).isNull();
        }

        @Test
        void asAnInterceptorItCountsTheUsesOfTheNonceAndTakesTheNextOne() throws IOException {
            Server server = new Server();
            server.ask(digest, get(PAGE));
            assertThat(server.last()).isNull();
            assertThat(credentials(digest, get(PAGE), offer("SHA-256"))).contains("nc=00000001");
            server.ask(digest, get(HttpUrl.get("http://www.example.org/a?b=c")));
            assertThat(server.last()).contains("nc=00000002", "uri=\"/a?b=c\"");
            server.info = "nextnonce=\"new\", qop=auth";
            server.ask(digest, get(PAGE));
            assertThat(server.last()).contains("nc=00000003");
            server.ask(digest, get(PAGE));
            assertThat(server.last()).contains("nonce=\"new\"", "nc=00000001");
            server.ask(digest, get(ELSEWHERE));
            assertThat(server.last()).isNull();
        }

        @Test
        void ofAProxyIsForTheTargetThatTheProxyIsAskedFor() throws IOException {
            DigestAuthenticator proxy = DigestAuthenticator.forProxy("a", "b");
            Request answer = Objects.requireNonNull(proxy.authenticate(null, refusal(get(PAGE), 407, offer("MD5"))));
            Request tunnel = new Request.Builder()
                    .url("https://[::1]/")
                    .method("CONNECT", null)
                    .build();

            assertThat(answer.header("Proxy-Authorization")).contains("uri=\"http://www.example.org/dir/index.html\"");
            assertThat(Objects.requireNonNull(proxy.authenticate(null, refusal(tunnel, 407, offer("MD5"))))
                            .header("Proxy-Authorization"))
                    .contains("uri=\"[::1]:443\"");
        }

        @Test
        void withoutQopIsAsTheOlderStandardHasIt() throws IOException {
            assertThat(credentials(digest, get(PAGE), "Digest realm=\"a\", nonce=\"b\""))
                    .contains("algorithm=MD5")
                    .doesNotContain("qop", "nc=", "cnonce");
        }
    }

    @Nested
    class Bearer {
        private final List<@Nullable String> refusals = new ArrayList<>();
        private final TokenSource counting = refused -> {
            refusals.add(refused);
            return "token" + refusals.size();
        };

        private final BearerAuthenticator bearer = BearerAuthenticator.forServer(SERVER, counting);
        private final Server server = new Server();

        @Test
        void isFetchedOnceAndSentWithEachRequestToItsServer() throws IOException {
            server.ask(bearer, get(PAGE));
            server.ask(bearer, get(SERVER));
            assertThat(server.last()).isEqualTo("Bearer token1");
            server.ask(bearer, get(ELSEWHERE));
            assertThat(server.last()).isNull();

            assertThat(refusals).containsExactly((String) null);
        }

        @Test
        void isFetchedAnewWhenItIsRefused() throws IOException {
            server.ask(bearer, get(PAGE));
            Request refused = server.seen.get(0);

            assertThat(credentials(bearer, refused, "Bearer error=\"invalid_token\""))
                    .isEqualTo("Bearer token2");
            assertThat(refusals).containsExactly(null, "token1");
            server.ask(bearer, get(PAGE));
            assertThat(server.last()).isEqualTo("Bearer token2");
        }

        @Test
        void isNotFetchedAgainForACallThatCameTooLate() throws IOException {
            server.ask(bearer, get(PAGE));
            Request refused = server.seen.get(0);
            credentials(bearer, refused, "Bearer");

            assertThat(credentials(bearer, refused, "Bearer")).isEqualTo("Bearer token2");
            assertThat(refusals).hasSize(2);
        }

        @Test
        void isGivenUpWhenTheFreshOneIsRefusedToo() throws IOException {
            server.ask(bearer, get(PAGE));
            Response first = refusal(server.seen.get(0), 401, "Bearer");
            Request second = Objects.requireNonNull(bearer.authenticate(null, first));

            assertThat(bearer.authenticate(
                            null,
                            refusal(second, 401, "Bearer")
                                    .newBuilder()
                                    .priorResponse(first)
                                    .build()))
                    .isNull();
        }

        @Test
        void answersNoOtherServerAndNoOtherScheme() throws IOException {
            assertThat(answer(bearer, get(ELSEWHERE), "Bearer")).isNull();
            assertThat(answer(bearer, get(PAGE), "Basic realm=a")).isNull();
            assertThat(refusals).isEmpty();
        }

        @Test
        void aSourceThatFailsFailsTheCallAndIsAskedByTheNext() throws IOException {
            AtomicInteger asked = new AtomicInteger();
            BearerAuthenticator flaky = BearerAuthenticator.forServer(SERVER, refused -> {
                if (asked.incrementAndGet() == 1) {
                    throw new IOException("closed for lunch");
                }
                return "late";
            });

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> server.ask(flaky, get(PAGE)))
                    .withMessage("no bearer token: closed for lunch");
            server.ask(flaky, get(PAGE));
            assertThat(server.last()).isEqualTo("Bearer late");
        }

        @Test
        void manyCallsShareOneQuestion() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch answered = new CountDownLatch(1);
            AtomicInteger questions = new AtomicInteger();
            BearerAuthenticator slow = BearerAuthenticator.forServer(SERVER, refused -> {
                questions.incrementAndGet();
                asked.countDown();
                awaitUninterrupted(answered);
                return "shared";
            });
            List<FutureTask<String>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                FutureTask<String> call = new FutureTask<>(() -> credentials(slow, get(PAGE), "Bearer"));
                calls.add(call);
                new Thread(call).start();
            }
            asked.await();
            answered.countDown();

            for (FutureTask<String> call : calls) {
                assertThat(call.get()).isEqualTo("Bearer shared");
            }
            assertThat(questions).hasValue(1);
        }

        private static void awaitUninterrupted(CountDownLatch latch) throws IOException {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    void oneAfterTheOtherIsAskedUntilOneAnswers() throws IOException {
        Authenticator both = Authenticator.firstOf(
                Authenticator.NONE, BasicAuthenticator.forServer(SERVER, "a", "b"), (route, response) -> {
                    throw new IOException("not to be asked");
                });

        assertThat(credentials(both, get(PAGE), "Basic realm=x")).isEqualTo("Basic YTpi");
        assertThat(answer(Authenticator.firstOf(), get(PAGE), "Basic realm=x")).isNull();
    }
}
