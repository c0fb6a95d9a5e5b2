package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hawser.internal.routing.FilteredDns;
import dev.hawser.internal.routing.Resolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressFilterTest {
    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "3fff::1",
                "2002:a00:1::",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::8.8.8.8",
                "4000::1"
            })
    void whatIsNotPublicIsRefused(String literal) throws UnknownHostException {
        assertThat(AddressFilter.PUBLIC_ONLY.allows(address(literal))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.1.1",
                "192.169.1.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2002:808:808::",
                "64:ff9b::8.8.8.8",
                "::ffff:8.8.8.8"
            })
    void whatIsPublicIsAllowed(String literal) throws UnknownHostException {
        assertThat(AddressFilter.PUBLIC_ONLY.allows(address(literal))).isTrue();
    }

    @Test
    void aHostKeepsTheAddressesThatAreAllowed() throws UnknownHostException {
        Dns both = hostname -> List.of(address("10.0.0.1"), address("8.8.8.8"));

        assertThat(new FilteredDns(both, AddressFilter.PUBLIC_ONLY).lookup("a.example"))
                .containsExactly(address("8.8.8.8"));
    }

    @Test
    void aHostWithoutOneIsRefusedWithItsAddresses() {
        Dns inside = hostname -> List.of(address("10.0.0.1"), address("fd00::1"));

        assertThatExceptionOfType(AddressRefusedException.class)
                .isThrownBy(() -> new FilteredDns(inside, AddressFilter.PUBLIC_ONLY).lookup("a.example"))
                .withMessage("a.example: the address filter refuses 10.0.0.1, fd00:0:0:0:0:0:0:1")
                .matches(refused -> refused.host().equals("a.example"));
    }

    @Test
    void whereNoNameIsResolvedOnlyAHostThatIsAnAddressIsRefused() throws UnknownHostException {
        Dns never = hostname -> {
            throw new AssertionError("looked up");
        };
        Dns filtered = new FilteredDns(never, AddressFilter.PUBLIC_ONLY);

        Resolver.checkLiteral(filtered, "inside.example");
        Resolver.checkLiteral(filtered, "8.8.8.8");
        Resolver.checkLiteral(never, "127.0.0.1");
        assertThatExceptionOfType(AddressRefusedException.class)
                .isThrownBy(() -> Resolver.checkLiteral(filtered, "127.0.0.1"));
        assertThatExceptionOfType(AddressRefusedException.class)
                .isThrownBy(() -> Resolver.checkLiteral(filtered, "::1"));
    }
}
