package dev.hawser.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "example.com, EXAMPLE.com",
        "EXAMPLE.com, example.com",
        "example.com., example.com",
        "example.com, example.com.",
        "a.example.com, *.example.com",
        "a.example.com., *.EXAMPLE.com",
        "a.b.example.com, *.b.example.com",
        "my_host.example.com, *.example.com",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "xn--bcher-kva.example, *.example",
        "127.0.0.1, 127.0.0.1",
        "::1, 0:0:0:0:0:0:0:1",
        "2001:db8::a, 2001:0DB8:0:0:0:0:0:A",
    })
    void aHostIsMatched(String host, String name) {
        assertThat(HostNames.match(host, TestCertificate.of("x", name).certificate()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.org",
        "a.example.com, example.com",
        "example.com, a.example.com",
        "example.com, *.example.com",
        "a.b.example.com, *.example.com",
        ".example.com, *.example.com",
        "abc.example.com, a*.example.com",
        "abc.example.com, *c.example.com",
        "xn--bcher-kva.example, xn--*.example",
        "a.b.example.com, a.*.example.com",
        "a.b.example.com, *.*.example.com",
        "a, *",
        "a., *.",
        "a.b, *.",
        "127.0.0.1, 127.0.0.2",
        "127.0.0.1, *.0.0.1",
        "::1, 0:0:0:0:0:0:0:2",
        "::1, 127.0.0.1",
        "\u212a.example, k.example",
    })
    void anotherIsNot(String host, String name) {
        assertThat(HostNames.match(host, TestCertificate.of("x", name).certificate()))
                .isFalse();
    }

    @Test
    void theCommonNameDoesNotCount() {
        assertThat(HostNames.match(
                        "example.com", TestCertificate.of("example.com").certificate()))
                .isFalse();
        assertThat(HostNames.match(
                        "example.com",
                        TestCertificate.of("example.com", "127.0.0.1").certificate()))
                .isFalse();
    }

    @Test
    void aNameThatReadsLikeAnAddressIsNone() throws Exception {
        assertThat(HostNames.of(
                        TestCertificate.of("x", "a.example", "127.0.0.1", "*.b").certificate()))
                .containsExactly("a.example", "*.b", "127.0.0.1");
        assertThat(HostNames.match(
                        "999.0.0.1", TestCertificate.of("x", "127.0.0.1").certificate()))
                .isFalse();
    }

    @Test
    void oneOfManyNamesIsEnough() {
        assertThat(HostNames.match(
                        "b.example",
                        TestCertificate.of("x", "a.example", "::1", "b.example").certificate()))
                .isTrue();
    }
}
