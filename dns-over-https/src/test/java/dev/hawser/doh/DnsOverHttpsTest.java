package dev.hawser.doh;

import static dev.hawser.doh.Resolver.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.Dispatcher;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.TestServer;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Timeout(30)
class DnsOverHttpsTest {
    private static final String HOST = "www.example.com";

    private final HeldCertificate shown = new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("resolver.example")
            .build();
    private final HandshakeCertificates certificates = new HandshakeCertificates.Builder()
            .heldCertificate(shown)
            .addTrustedCertificate(shown.certificate())
            .build();
    private final TestServer server = new TestServer();
    private final Resolver resolver = new Resolver();
    private final HawserClient client = new HawserClient.Builder()
            .sslContext(certificates.sslContext(), certificates.trustManager())
            .build();
    private DnsOverHttps dns;

    @BeforeEach
    void start() {
        server.useHttps(certificates);
        server.handler(resolver);
        server.start();
        dns = settings().build();
    }

    @AfterEach
    void stop() {
        dns.close();
        client.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private DnsOverHttps.Builder settings() {
        return new DnsOverHttps.Builder().client(client).url(server.url("/dns-query"));
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    private UnknownHostException failure(DnsOverHttps asked, String host) {
        UnknownHostException failure = catchThrowableOfType(UnknownHostException.class, () -> asked.lookup(host));
        assertThat(failure).as("failure").isNotNull();
        assertThat(failure).hasMessageStartingWith(host + ": ");
        return failure;
    }

    @Nested
    class Questions {
        @Test
        void areAskedByGetInTheFormOfTheStandardsExample() throws Exception {
            try (DnsOverHttps ipv4 = settings().includeIPv6(false).build()) {
                resolver.answers(Type.A, records("www.example.com 60 A 192.0.2.1"));

                assertThat(ipv4.lookup(HOST)).containsExactly(address("192.0.2.1"));
            }
            RecordedRequest request = server.takeRequest();
            assertThat(request.requestLine())
                    .isEqualTo("GET /dns-query?dns=AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB HTTP/1.1");
            assertThat(request.header("Accept")).isEqualTo("application/dns-message");
            assertThat(server.requestCount()).isOne();
        }

        @Test
        void areAskedByPostIfThatIsSet() throws Exception {
            try (DnsOverHttps posting = settings().post(true).includeIPv6(false).build()) {
                resolver.answers(Type.A, records("www.example.com 60 A 192.0.2.1"));

                assertThat(posting.lookup(HOST)).containsExactly(address("192.0.2.1"));
            }
            RecordedRequest request = server.takeRequest();
            assertThat(request.requestLine()).isEqualTo("POST /dns-query HTTP/1.1");
            assertThat(request.header("Content-Type")).isEqualTo("application/dns-message");
            assertThat(new Message(request.body()).getQuestion().toString()).startsWith("www.example.com.");
        }

        @Test
        void ofBothFamiliesAreAskedAtOnce() throws Exception {
            CountDownLatch both = new CountDownLatch(2);
            for (String record : List.of("www.example.com 60 A 192.0.2.1", "www.example.com 60 AAAA 2001:db8::1")) {
                resolver.responds(Resolver.record(record).getType(), question -> {
                    both.countDown();
                    awaitUninterrupted(both);
                    Message answer = Resolver.answerTo(question);
                    answer.addRecord(Resolver.record(record), Section.ANSWER);
                    return Resolver.dns(answer.toWire());
                });
            }

            assertThat(dns.lookup(HOST)).containsExactly(address("192.0.2.1"), address("2001:db8::1"));
        }

        private static void awaitUninterrupted(CountDownLatch latch) {
            try {
                assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void areNotAskedOfAnAddress() throws Exception {
            assertThat(dns.lookup("192.0.2.7")).containsExactly(address("192.0.2.7"));
            assertThat(dns.lookup("2001:db8::7")).containsExactly(address("2001:db8::7"));
            assertThat(server.requestCount()).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"quay", "printer.local", "db.internal", "nas.home.arpa", "LOCALHOST", "a.test."})
        void areNotAskedOfAPrivateName(String host) throws Exception {
            assertThat(failure(dns, host)).hasMessageContaining("private names are not looked up");
            assertThat(server.requestCount()).isZero();

            resolver.answers(Type.A, records(host + " 60 A 10.0.0.1"));
            try (DnsOverHttps inner = settings()
                    .resolvePrivateAddresses(true)
                    .resolvePublicAddresses(false)
                    .build()) {
                assertThat(inner.lookup(host)).containsExactly(address("10.0.0.1"));
                assertThat(failure(inner, HOST)).hasMessageContaining("public names are not looked up");
            }
        }

        @Test
        void areNotAskedOfWhatIsNoName() {
            assertThat(failure(dns, "a".repeat(64) + ".example"))
                    .hasMessageContaining("is no name that the DNS could have");
            assertThat(server.requestCount()).isZero();
        }
    }

    @Nested
    class Answers {
        @Test
        void holdForTheShortestTimeOfTheirRecords() throws Exception {
            resolver.answers(
                    Type.A, records("www.example.com 300 CNAME edge.example.net.", "edge.example.net 60 A 192.0.2.1"));
            resolver.answers(
                    Type.AAAA,
                    records("www.example.com 30 CNAME edge.example.net.", "edge.example.net 90 AAAA 2001:db8::1"));

            assertThat(dns.answer(HOST).timeToLive()).isEqualTo(Duration.ofSeconds(30));
        }

        @Test
        void holdForLessTheTimeThatCachesKeptThem() throws Exception {
            resolver.responds(Type.A, question -> {
                Message answer = Resolver.answerTo(question);
                answer.addRecord(Resolver.record("www.example.com 60 A 192.0.2.1"), Section.ANSWER);
                return Resolver.dns(answer.toWire())
                        .newBuilder()
                        .setHeader("Age", "25")
                        .build();
            });

            assertThat(dns.answer(HOST).timeToLive()).isEqualTo(Duration.ofSeconds(35));
        }

        @Test
        void ofAnotherNameDoNotCount() throws Exception {
            resolver.answers(Type.A, records("evil.example 1 A 203.0.113.66", "WWW.example.com 60 A 192.0.2.1"));

            assertThat(dns.answer(HOST).addresses()).containsExactly(address("192.0.2.1"));
            assertThat(dns.answer(HOST).timeToLive()).isEqualTo(Duration.ofSeconds(60));
        }

        @Test
        void thatGoInACircleEnd() {
            resolver.answers(
                    Type.A, records("www.example.com 60 CNAME b.example.", "b.example 60 CNAME www.example.com."));

            assertThat(failure(dns, HOST)).hasMessageContaining("knows no address of it");
        }

        @Test
        void ofOneFamilyAreEnough() throws Exception {
            resolver.says(Type.A, message -> message.getHeader().setRcode(Rcode.SERVFAIL));
            resolver.answers(Type.AAAA, records("www.example.com 60 AAAA 2001:db8::1"));

            assertThat(dns.lookup(HOST)).containsExactly(address("2001:db8::1"));
        }

        @Test
        void withoutAddressesSayThatThereAreNone() {
            assertThat(failure(dns, HOST))
                    .hasMessage(HOST + ": " + server.url("/dns-query") + " knows no address of it");
        }

        @Test
        void leadACallToItsServer() throws Exception {
            try (TestServer named = new TestServer()) {
                named.start();
                named.enqueue(MockResponse.of(200, "found"));
                resolver.answers(Type.A, records("www.example.com 60 A 127.0.0.1"));
                HawserClient finding = client.newBuilder().dns(dns).build();

                try (Response response = finding.newCall(new Request.Builder()
                                .url("http://" + HOST + ":" + named.port() + "/")
                                .build())
                        .execute()) {
                    assertThat(response.body().string()).isEqualTo("found");
                }
            }
        }
    }

    @Nested
    class Faults {
        @Test
        void ofTheNameAreTold() {
            for (int type : new int[] {Type.A, Type.AAAA}) {
                resolver.says(type, message -> message.getHeader().setRcode(Rcode.NXDOMAIN));
            }

            assertThat(failure(dns, HOST))
                    .hasMessageContaining("NXDOMAIN: there is no such name")
                    .hasMessageContaining(server.url("/dns-query").toString());
        }

        @Test
        void ofBothQuestionsAreTold() {
            resolver.says(Type.A, message -> message.getHeader().setRcode(Rcode.SERVFAIL));
            resolver.says(Type.AAAA, message -> message.getHeader().setRcode(Rcode.REFUSED));

            assertThat(failure(dns, HOST)).hasMessageContaining("answered AAAA with REFUSED");
            assertThat(failure(dns, HOST).getSuppressed())
                    .singleElement()
                    .satisfies(first -> assertThat(first).hasMessageContaining("answered A with SERVFAIL"));
        }

        private void assertTold(Function<Message, MockResponse> response, String words) {
            resolver.responds(Type.A, response);
            resolver.responds(Type.AAAA, response);
            assertThat(failure(dns, HOST)).hasMessageContaining(words);
        }

        @Test
        void ofTheMessageAreTold() {
            resolver.says(Type.A, message -> message.getHeader().setFlag(Flags.TC));
            assertThat(failure(dns, HOST)).hasMessageContaining("answered A with a truncated message");
            resolver.says(Type.A, message -> message.getHeader().setID(7));
            assertThat(failure(dns, HOST)).hasMessageContaining("answered A with the id 7 in place of 0");
            resolver.says(Type.A, message -> message.getHeader().unsetFlag(Flags.QR));
            assertThat(failure(dns, HOST)).hasMessageContaining("answered A with a question");
            resolver.says(Type.A, message -> message.removeAllRecords(Section.QUESTION));
            assertThat(failure(dns, HOST)).hasMessageContaining("answered A with the answer to another question");
            assertTold(question -> Resolver.dns(new byte[] {1, 2, 3}), "3 bytes that are no DNS message");
        }

        @Test
        void ofTheResponseAreTold() {
            assertTold(question -> MockResponse.of(503), "answered AAAA with status 503");
            assertTold(question -> MockResponse.of(200, "<html>"), "with the content type null in place of");
            assertTold(question -> Resolver.dns(new byte[65_536]), "with 65536 bytes, where 65535 are the most");
            assertTold(
                    question -> new MockResponse.Builder()
                            .setHeader("Content-Type", "application/dns-message")
                            .chunkedBody(new byte[1_000_000], 10_000)
                            .build(),
                    "with more than 65535 bytes");
        }

        @Test
        void ofTheWayAreTold() {
            server.close();

            assertThat(failure(dns, HOST))
                    .hasMessageContaining(server.url("/dns-query") + " could not be asked for AAAA: ")
                    .hasCauseInstanceOf(ConnectException.class);
        }
    }

    @Nested
    class TheResolverItself {
        private HttpUrl named() {
            return HttpUrl.get("https://resolver.example:" + server.port() + "/dns-query");
        }

        @Test
        void isNotLookedUpIfItsAddressesAreGiven() throws Exception {
            resolver.answers(Type.A, records("www.example.com 60 A 192.0.2.1"));
            HawserClient lost = client.newBuilder()
                    .dns(host -> {
                        throw new UnknownHostException(host + " was looked up");
                    })
                    .build();
            try (DnsOverHttps given = settings()
                    .client(lost)
                    .url(named())
                    .bootstrapDnsHosts(InetAddress.getLoopbackAddress())
                    .build()) {
                assertThat(given.lookup(HOST)).containsExactly(address("192.0.2.1"));
            }
            try (DnsOverHttps given = settings().client(lost).url(named()).build()) {
                assertThat(failure(given, HOST)).hasMessageContaining("resolver.example was looked up");
            }
        }

        @Test
        void mayBeLookedUpElsewhere() throws Exception {
            resolver.answers(Type.A, records("www.example.com 60 A 192.0.2.1"));
            try (DnsOverHttps found = settings()
                    .url(named())
                    .systemDns(host -> List.of(InetAddress.getLoopbackAddress()))
                    .build()) {
                assertThat(found.lookup(HOST)).containsExactly(address("192.0.2.1"));
            }
        }

        @Test
        void isAskedThoughAllCallsOfTheClientWaitForIt() throws Exception {
            try (TestServer destination = new TestServer()) {
                destination.start();
                destination.enqueue(MockResponse.of(200, "found"));
                resolver.answers(Type.A, records("www.example.com 60 A 127.0.0.1"));
                Dispatcher narrow = new Dispatcher();
                narrow.setMaxRequests(1);
                HawserClient asking = client.newBuilder().dispatcher(narrow).build();
                try (DnsOverHttps busy = settings().client(asking).build()) {
                    HawserClient finding = asking.newBuilder().dns(busy).build();
                    Request request = new Request.Builder()
                            .url("http://" + HOST + ":" + destination.port() + "/")
                            .build();
                    try (Response response =
                            finding.newCall(request).executeAsync().get(20, TimeUnit.SECONDS)) {
                        assertThat(response.body().string()).isEqualTo("found");
                    }
                    assertThat(busy.client().dispatcher()).isNotSameAs(narrow);
                }
            }
        }

        @Test
        void isLeftWhenTheDnsIsClosed() throws Exception {
            resolver.answers(Type.A, records("www.example.com 60 A 192.0.2.1"));
            assertThat(dns.lookup(HOST)).hasSize(1);
            assertThat(client.connectionPool().connectionCount()).isZero();

            dns.close();

            assertThat(server.awaitOpenConnections(0, Duration.ofSeconds(10))).isTrue();
            assertThat(failure(dns, HOST)).hasMessageContaining("could not be asked");
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new DnsOverHttps.Builder().build())
                .withMessage("client is not set");
        assertThatIllegalStateException()
                .isThrownBy(() -> new DnsOverHttps.Builder().client(client).build())
                .withMessage("url is not set");
        assertThatIllegalArgumentException().isThrownBy(() -> settings().bootstrapDnsHosts(List.of()));
    }
}
