package dev.hawser.it.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Cache;
import dev.hawser.CacheControl;
import dev.hawser.CacheStore;
import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.MemoryCookieJar;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client with a cache. Responses are made stale by an {@code Age}. */
@Timeout(60)
@EveryProtocol(
        value = {Link.H1, Link.H2},
        because = "the cache sees of a link its protocol and its handshake, and the bodies of both protocols")
class CacheTest {
    private final TestServer server = new TestServer();
    private final ConnectionPool pool = new ConnectionPool();
    private final Cache cache = new Cache(CacheStore.inMemory(16 << 20));
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final Link link;
    private HawserClient client;

    CacheTest(Link link) {
        this.link = link;
        this.client = link.client()
                .connectionPool(pool)
                .cache(cache)
                .eventListener(new CacheEvents())
                .build();
    }

    /** Writes down what the cache tells. */
    private final class CacheEvents extends EventListener {
        @Override
        public void cacheHit(Call call, Response response) {
            events.add("hit " + response.code());
        }

        @Override
        public void cacheMiss(Call call) {
            events.add("miss");
        }

        @Override
        public void cacheConditionalHit(Call call, Response cachedResponse) {
            events.add("conditional " + cachedResponse.code());
        }

        @Override
        public void satisfactionFailure(Call call, Response response) {
            events.add("unsatisfied " + response.code());
        }

        @Override
        public void callEnd(Call call) {
            events.add("end");
        }
    }

    @BeforeEach
    void start() {
        link.start(server);
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(pool.connectionCount()).isEqualTo(pool.idleConnectionCount());
        client.close();
        pool.close();
        server.close();
        cache.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private Request.Builder request(String path) {
        return new Request.Builder().url(server.url(path));
    }

    private Response execute(Request request) throws IOException {
        return client.newCall(request).execute();
    }

    private Response get() throws IOException {
        return execute(request("/").build());
    }

    private String body() throws IOException {
        try (Response response = get()) {
            return response.body().string();
        }
    }

    private static MockResponse.Builder answer(String body, String... lines) {
        MockResponse.Builder answer = new MockResponse.Builder().body(body);
        for (String line : lines) {
            int colon = line.indexOf(':');
            answer.addHeader(line.substring(0, colon), line.substring(colon + 1).trim());
        }
        return answer;
    }

    private void enqueue(String body, String... lines) {
        server.enqueue(answer(body, lines).build());
    }

    private static final String FRESH = "Cache-Control: max-age=60";
    private static final String[] STALE = {"Cache-Control: max-age=60", "Age: 61", "ETag: \"v1\""};

    private static MockResponse notModified(String... lines) {
        return answer("", lines).code(304).build();
    }

    @Nested
    class Fresh {
        @Test
        void aResponseIsUsedAgainWithoutTheServer() throws IOException {
            enqueue("knot", FRESH, "Content-Type: text/plain; charset=utf-8", "X-A: b");
            assertThat(body()).isEqualTo("knot");

            try (Response again = get()) {
                assertThat(again.body().contentLength()).isEqualTo(4);
                assertThat(again.body().contentType()).hasToString("text/plain; charset=utf-8");
                assertThat(again.body().string()).isEqualTo("knot");
                assertThat(again.header("X-A")).isEqualTo("b");
                assertThat(again.header("Age")).isIn("0", "1", "2");
                assertThat(again.networkResponse()).isNull();
                assertThat(again.cacheResponse()).isNotNull();
                assertThat(again.protocol()).isEqualTo(link.protocol());
                assertThat(again.handshake() != null).isEqualTo(link.isTls());
            }
            assertThat(server.requestCount()).isOne();
            assertThat(List.of(cache.requestCount(), cache.networkCount(), cache.hitCount()))
                    .containsExactly(2, 1, 1);
            assertThat(cache.writeSuccessCount()).isOne();
            assertThat(events).containsExactly("miss", "end", "hit 200", "end");
        }

        @Test
        void theFirstOneIsTheNetworks() throws IOException {
            enqueue("knot", FRESH);

            try (Response response = get()) {
                assertThat(response.cacheResponse()).isNull();
                assertThat(response.networkResponse()).isNotNull();
            }
        }

        @Test
        void aBodyOfUnknownLengthIsStored() throws IOException {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Cache-Control", "max-age=60")
                    .chunkedBody("a long splice", 3)
                    .build());
            assertThat(body()).isEqualTo("a long splice");
            assertThat(body()).isEqualTo("a long splice");
            assertThat(server.requestCount()).isOne();
        }

        @Test
        void anEmptyBodyIsStored() throws IOException {
            enqueue("", FRESH);
            assertThat(body()).isEmpty();
            assertThat(body()).isEmpty();
            assertThat(server.requestCount()).isOne();
        }

        @Test
        void aLargeBodyIsStored() throws IOException {
            byte[] large = new byte[300_000];
            new Random(5).nextBytes(large);
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Cache-Control", "max-age=60")
                    .body(large)
                    .build());
            for (int i = 0; i < 2; i++) {
                try (Response response = get()) {
                    assertThat(response.body().bytes()).isEqualTo(large);
                }
            }
            assertThat(server.requestCount()).isOne();
        }

        @Test
        void aCodedBodyIsStoredAsItCameAndReadPlain() throws IOException {
            ByteArrayOutputStream coded = new ByteArrayOutputStream();
            try (OutputStream gzip = new GZIPOutputStream(coded)) {
                gzip.write("sheet bend".repeat(50).getBytes(StandardCharsets.UTF_8));
            }
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Cache-Control", "max-age=60")
                    .addHeader("Content-Encoding", "gzip")
                    .addHeader("Vary", "Accept-Encoding")
                    .body(coded.toByteArray())
                    .build());

            assertThat(body()).isEqualTo("sheet bend".repeat(50));
            assertThat(body()).isEqualTo("sheet bend".repeat(50));
            assertThat(server.requestCount()).isOne();
            assertThat(cache.hitCount()).isOne();
        }

        @Test
        void aRedirectIsFollowedWithoutTheServer() throws IOException {
            server.enqueue(answer("", "Location: /there", FRESH).code(301).build());
            enqueue("there", FRESH);
            for (int i = 0; i < 2; i++) {
                try (Response response = get()) {
                    assertThat(response.body().string()).isEqualTo("there");
                    assertThat(response.priorResponse()).isNotNull();
                    assertThat(response.request().url().encodedPath()).isEqualTo("/there");
                }
            }
            assertThat(server.requestCount()).isEqualTo(2);
            assertThat(cache.requestCount()).isEqualTo(4);
        }

        @Test
        void headIsAnsweredByWhatGetStored() throws IOException {
            enqueue("knot", FRESH);
            body();

            try (Response head = execute(request("/").head().build())) {
                assertThat(head.code()).isEqualTo(200);
                assertThat(head.header("Content-Length")).isEqualTo("4");
                assertThat(head.body().bytes()).isEmpty();
            }
            assertThat(server.requestCount()).isOne();
        }

        @Test
        void aRangeIsCutFromWhatIsWhole() throws IOException {
            client = client.newBuilder()
                    .addInterceptor(chain -> chain.proceed(chain.request()
                            .newBuilder()
                            .header("Accept-Encoding", "identity")
                            .build()))
                    .build();
            enqueue("0123456789", FRESH);
            body();

            try (Response part =
                    execute(request("/").header("Range", "bytes=3-5").build())) {
                assertThat(part.code()).isEqualTo(206);
                assertThat(part.header("Content-Range")).isEqualTo("bytes 3-5/10");
                assertThat(part.body().string()).isEqualTo("345");
            }
            try (Response none =
                    execute(request("/").header("Range", "bytes=10-").build())) {
                assertThat(none.code()).isEqualTo(416);
                assertThat(none.body().bytes()).isEmpty();
            }
            assertThat(server.requestCount()).isOne();
        }

        @Test
        void aPartIsNotStored() throws IOException {
            server.enqueue(answer("345", FRESH, "Content-Range: bytes 3-5/10")
                    .code(206)
                    .build());
            try (Response part =
                    execute(request("/").header("Range", "bytes=3-5").build())) {
                assertThat(part.body().string()).isEqualTo("345");
            }
            enqueue("0123456789");

            assertThat(body()).isEqualTo("0123456789");
        }

        @Test
        void cookiesAreKeptFromTheServerAndNotFromTheCache() throws IOException {
            MemoryCookieJar jar = new MemoryCookieJar();
            client = client.newBuilder().cookieJar(jar).build();
            enqueue("knot", "Cache-Control: public, max-age=60", "Set-Cookie: a=old");
            body();
            assertThat(jar.cookies()).hasSize(1);
            jar.clear();

            assertThat(body()).isEqualTo("knot");
            assertThat(jar.cookies()).isEmpty();
            assertThat(server.requestCount()).isOne();
        }
    }

    @Nested
    class Stale {
        @Test
        void aResponseIsConfirmed() throws Exception {
            enqueue("knot", STALE);
            body();
            server.enqueue(notModified("ETag: \"v1\"", "X-New: yes", FRESH));

            try (Response confirmed = get()) {
                assertThat(confirmed.code()).isEqualTo(200);
                assertThat(confirmed.body().string()).isEqualTo("knot");
                assertThat(confirmed.header("X-New")).isEqualTo("yes");
                assertThat(confirmed.networkResponse()).isNotNull();
                assertThat(confirmed.networkResponse().code()).isEqualTo(304);
                assertThat(confirmed.cacheResponse()).isNotNull();
            }
            server.takeRequest();
            assertThat(server.takeRequest().header("If-None-Match")).isEqualTo("\"v1\"");
            try (Response fresh = get()) {
                assertThat(fresh.header("X-New")).isEqualTo("yes");
                assertThat(fresh.networkResponse()).isNull();
            }
            assertThat(server.requestCount()).isEqualTo(2);
            assertThat(List.of(cache.requestCount(), cache.networkCount(), cache.hitCount()))
                    .containsExactly(3, 2, 2);
            assertThat(events).containsExactly("miss", "end", "conditional 200", "hit 200", "end", "hit 200", "end");
        }

        @Test
        void aResponseIsReplacedByANewOne() throws IOException {
            enqueue("old", STALE);
            body();
            enqueue("new", FRESH);

            try (Response changed = get()) {
                assertThat(changed.body().string()).isEqualTo("new");
                assertThat(changed.cacheResponse()).isNotNull();
                assertThat(changed.networkResponse()).isNotNull();
            }
            assertThat(body()).isEqualTo("new");
            assertThat(server.requestCount()).isEqualTo(2);
        }

        @Test
        void aConditionOfTheUsersOwnGetsItsAnswer() throws IOException {
            enqueue("knot", FRESH, "ETag: \"v1\"");
            body();
            server.enqueue(notModified("ETag: \"v1\""));

            try (Response response =
                    execute(request("/").header("If-None-Match", "\"v1\"").build())) {
                assertThat(response.code()).isEqualTo(304);
            }
            assertThat(body()).isEqualTo("knot");
            assertThat(server.requestCount()).isEqualTo(2);
        }

        @Test
        void oneMayBeUsedIfTheRequestSaysSo() throws IOException {
            enqueue("knot", STALE);
            body();

            try (Response stale =
                    execute(request("/").cacheControl(CacheControl.FORCE_CACHE).build())) {
                assertThat(stale.body().string()).isEqualTo("knot");
                assertThat(stale.header("Age")).isIn("61", "62", "63");
            }
            assertThat(server.requestCount()).isOne();
        }
    }

    @Nested
    class OnlyIfCached {
        @Test
        void nothingStoredIs504() throws IOException {
            try (Response response =
                    execute(request("/").cacheControl(CacheControl.FORCE_CACHE).build())) {
                assertThat(response.code()).isEqualTo(504);
                assertThat(response.message()).isEqualTo("Unsatisfiable Request (only-if-cached)");
                assertThat(response.body().bytes()).isEmpty();
                assertThat(response.networkResponse()).isNull();
                assertThat(response.cacheResponse()).isNull();
            }
            assertThat(server.requestCount()).isZero();
            assertThat(pool.connectionCount()).isZero();
            assertThat(List.of(cache.requestCount(), cache.networkCount(), cache.hitCount()))
                    .containsExactly(1, 0, 0);
            assertThat(events).containsExactly("unsatisfied 504", "end");
        }
    }

    @Nested
    class HalfRead {
        @TestOver(
                value = Link.H1,
                because = "over HTTP/2 only what has come already is read, and that is up to the server")
        void aBodyWithLittleLeftIsReadForTheStore() throws IOException {
            enqueue("knot".repeat(5000), FRESH);
            try (Response response = get()) {
                assertThat(response.body().byteStream().read()).isEqualTo('k');
            }

            assertThat(body()).isEqualTo("knot".repeat(5000));
            assertThat(server.requestCount()).isOne();
        }

        @Test
        void aBodyWithMuchLeftIsNotStored() throws IOException {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Cache-Control", "max-age=60")
                    .body(new byte[8 << 20])
                    .build());
            try (Response response = get()) {
                assertThat(response.body().byteStream().readNBytes(10)).hasSize(10);
            }
            enqueue("whole", FRESH);

            assertThat(cache.writeAbortCount()).isOne();
            assertThat(body()).isEqualTo("whole");
        }

        @Test
        void aBodyThatIsNotReadAtAllMayBe() throws IOException {
            enqueue("", FRESH);
            get().close();

            assertThat(cache.writeSuccessCount()).isOne();
        }

        @Test
        void aBodyThatBreaksOffIsNotStored() throws IOException {
            server.enqueue(answer("half a knot", FRESH)
                    .socketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)
                    .build());
            try (Response response = get()) {
                assertThatThrownBy(() -> response.body().string()).isInstanceOf(IOException.class);
            }
            enqueue("whole", FRESH);

            assertThat(cache.writeSuccessCount()).isZero();
            assertThat(cache.writeAbortCount()).isOne();
            assertThat(body()).isEqualTo("whole");
        }

        @TestOver(value = Link.H1, because = "elsewhere the end of a body is told")
        void aBodyWhoseEndIsThatOfTheConnectionIsNotStored() throws IOException {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Cache-Control", "max-age=60")
                    .bodyUntilClose("perhaps half a knot")
                    .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                    .build());
            enqueue("whole", FRESH);

            assertThat(body()).isEqualTo("perhaps half a knot");
            assertThat(body()).isEqualTo("whole");
        }

        @Test
        void aCallThatIsCancelledStoresNothing() throws IOException {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Cache-Control", "max-age=60")
                    .body(new byte[8 << 20])
                    .build());
            Call call = client.newCall(request("/").build());
            try (Response response = call.execute()) {
                InputStream body = response.body().byteStream();
                assertThat(body.read()).isZero();
                call.cancel();
                assertThatThrownBy(() -> body.readAllBytes()).isInstanceOf(IOException.class);
            }

            assertThat(cache.writeSuccessCount()).isZero();
            assertThat(cache.size()).isZero();
        }
    }

    @Nested
    class InTheBackground {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch mayAnswer = new CountDownLatch(1);

        private static final String[] STALE_FOR_A_WHILE = {
            "Cache-Control: max-age=60, stale-while-revalidate=600", "Age: 61", "ETag: \"v1\""
        };

        /** The server answers the second request when it may, and what comes after it is told. */
        private void answer(MockResponse second) {
            AtomicInteger requests = new AtomicInteger();
            server.handler(request -> {
                if (requests.getAndIncrement() == 0) {
                    return CacheTest.answer("old", STALE_FOR_A_WHILE).build();
                }
                asked.countDown();
                mayAnswer.await();
                return second;
            });
        }

        private void awaitIdle() throws InterruptedException {
            CountDownLatch idle = new CountDownLatch(1);
            client.dispatcher().setIdleCallback(idle::countDown);
            if (client.dispatcher().runningCallsCount() > 0) {
                idle.await();
            }
        }

        @Test
        void aStaleResponseIsBroughtUpToDateWhileItIsUsed() throws Exception {
            answer(CacheTest.answer("new", FRESH).build());
            body();

            assertThat(body()).isEqualTo("old");
            asked.await();
            assertThat(body()).as("one asks, the others do not").isEqualTo("old");
            mayAnswer.countDown();
            awaitIdle();

            assertThat(body()).isEqualTo("new");
            assertThat(server.requestCount()).isEqualTo(2);
            server.takeRequest();
            assertThat(server.takeRequest().header("If-None-Match")).isEqualTo("\"v1\"");
        }

        @Test
        void itIsConfirmed() throws Exception {
            answer(notModified(FRESH));
            body();
            body();
            asked.await();
            mayAnswer.countDown();
            awaitIdle();

            try (Response response = get()) {
                assertThat(response.body().string()).isEqualTo("old");
                assertThat(response.header("Cache-Control")).isEqualTo("max-age=60");
            }
            assertThat(server.requestCount()).isEqualTo(2);
        }

        @Test
        void allOfItIsAskedForThoughAPartWas() throws Exception {
            client = client.newBuilder()
                    .addInterceptor(chain -> chain.proceed(chain.request()
                            .newBuilder()
                            .header("Accept-Encoding", "identity")
                            .build()))
                    .build();
            answer(CacheTest.answer("new", FRESH).build());
            body();
            try (Response part =
                    execute(request("/").header("Range", "bytes=1-2").build())) {
                assertThat(part.body().string()).isEqualTo("ld");
            }
            asked.await();
            mayAnswer.countDown();
            awaitIdle();

            assertThat(body()).isEqualTo("new");
            server.takeRequest();
            assertThat(server.takeRequest().header("Range")).isNull();
        }

        @Test
        void itIsNotSeenByInterceptorsAroundCalls() throws Exception {
            AtomicInteger seen = new AtomicInteger();
            client = client.newBuilder()
                    .addInterceptor(chain -> {
                        seen.incrementAndGet();
                        return chain.proceed(chain.request());
                    })
                    .build();
            answer(CacheTest.answer("new", FRESH).build());
            body();
            body();
            asked.await();
            mayAnswer.countDown();
            awaitIdle();

            assertThat(seen).hasValue(2);
        }
    }

    @Nested
    class InPlaceOfErrors {
        private static final String[] STALE_IF_ERROR = {
            "Cache-Control: max-age=60, stale-if-error=600", "Age: 61", "ETag: \"v1\""
        };

        @Test
        void whatIsStaleStandsInForAnAnswer() throws IOException {
            enqueue("old", STALE_IF_ERROR);
            body();
            server.enqueue(MockResponse.of(503, "down"));

            try (Response response = get()) {
                assertThat(response.code()).isEqualTo(200);
                assertThat(response.body().string()).isEqualTo("old");
                assertThat(response.networkResponse()).isNotNull();
                assertThat(response.networkResponse().code()).isEqualTo(503);
            }
        }

        @Test
        void whatIsStaleStandsInForNoAnswer() throws IOException {
            enqueue("old", STALE_IF_ERROR);
            body();
            server.close();

            try (Response response = get()) {
                assertThat(response.body().string()).isEqualTo("old");
                assertThat(response.request().tag()).isNull();
            }
            assertThat(events).startsWith("miss", "end", "conditional 200").endsWith("hit 200", "end");
        }

        @Test
        void theServerIsTriedAgainFirstWhereThatIsSafe() throws IOException {
            enqueue("old", STALE_IF_ERROR);
            body();
            server.enqueue(new MockResponse.Builder()
                    .socketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST)
                    .build());
            enqueue("new", FRESH);

            assertThat(body()).isEqualTo("new");
        }

        @Test
        void nothingStandsInWhereItMayNot() throws IOException {
            enqueue("old", STALE);
            body();
            server.enqueue(MockResponse.of(503, "down"));
            try (Response response = get()) {
                assertThat(response.code()).isEqualTo(503);
            }
            server.close();

            assertThatThrownBy(() -> body()).isInstanceOf(IOException.class);
        }
    }

    @Nested
    class Changing {
        @Test
        void aPostMakesWhatIsStoredOfNoUse() throws IOException {
            enqueue("old", FRESH);
            body();
            enqueue("done");
            execute(request("/").post(RequestBody.create("x", null)).build()).close();
            enqueue("new", FRESH);

            assertThat(body()).isEqualTo("new");
        }

        @Test
        void urlsAreListedAndRemoved() throws IOException {
            for (String path : List.of("/a", "/b")) {
                enqueue(path, FRESH);
                execute(request(path).build()).body().string();
            }
            Iterator<String> urls = cache.urls();
            List<String> seen = new ArrayList<>();
            while (urls.hasNext()) {
                String url = urls.next();
                seen.add(url);
                if (url.endsWith("/a")) {
                    urls.remove();
                }
            }

            assertThat(seen)
                    .containsExactlyInAnyOrder(
                            server.url("/a").toString(), server.url("/b").toString());
            assertThat(cache.remove(server.url("/a"))).isFalse();
            assertThat(cache.size()).isPositive();
            cache.evictAll();
            assertThat(cache.size()).isZero();
            assertThat(cache.maxSize()).isEqualTo(16 << 20);
        }
    }

    @Nested
    class OnDisk {
        @TempDir
        private Path folder;

        private String bodyFrom(Cache onDisk) throws IOException {
            HawserClient other = client.newBuilder().cache(onDisk).build();
            try (Response response = other.newCall(request("/").build()).execute()) {
                assertThat(response.handshake() != null).isEqualTo(link.isTls());
                return response.body().string();
            }
        }

        @Test
        void aResponseOutlivesTheClient() throws IOException {
            enqueue("knot", FRESH);
            try (Cache first = new Cache(folder.toFile(), 1 << 20)) {
                assertThat(bodyFrom(first)).isEqualTo("knot");
            }
            try (Cache second = new Cache(folder.toFile(), 1 << 20)) {
                assertThat(bodyFrom(second)).isEqualTo("knot");
                assertThat(second.directory()).isEqualTo(folder.toFile());
                second.delete();
                assertThat(second.isClosed()).isTrue();
            }
            assertThat(server.requestCount()).isOne();
        }

        @Test
        void aCacheThatIsClosedLetsCallsGoOn() throws IOException {
            enqueue("1", FRESH);
            enqueue("2", FRESH);
            Cache closed = new Cache(folder.toFile(), 1 << 20);
            bodyFrom(closed);
            closed.close();

            assertThat(bodyFrom(closed)).isEqualTo("2");
        }

        @Test
        void aFolderThatIsInUseIsNamed() throws IOException {
            try (Cache first = new Cache(folder.toFile(), 1 << 20)) {
                assertThat(first.isClosed()).isFalse();
                assertThatThrownBy(() -> new Cache(folder.toFile(), 1 << 20))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageContaining(folder.toString());
            }
        }
    }

    @TestOver(value = Link.H1, because = "whose the credentials are is no matter of the protocol")
    void aUserNeverGetsWhatIsAnothers() throws IOException {
        server.handler(request ->
                answer("for " + request.header("Authorization"), FRESH).build());
        for (String user : List.of("alice", "bob", "alice", "bob")) {
            try (Response response =
                    execute(request("/").header("Authorization", user).build())) {
                assertThat(response.body().string()).isEqualTo("for " + user);
            }
        }
        assertThat(body()).isEqualTo("for null");
        assertThat(server.requestCount()).isEqualTo(3);
        assertThat(cache.hitCount()).isEqualTo(2);
    }

    @TestOver(value = Link.H1, because = "the recorded requests are only counted")
    void requestsOfASiteAreItsOwn() throws Exception {
        enqueue("1", FRESH);
        enqueue("2", FRESH);
        body();
        HttpUrl other = server.url("/").newBuilder().host("127.0.0.1").build();
        try (Response response = execute(new Request.Builder().url(other).build())) {
            assertThat(response.body().string()).isEqualTo("2");
        }
        RecordedRequest first = server.takeRequest();
        assertThat(first.path()).isEqualTo("/");
    }
}
