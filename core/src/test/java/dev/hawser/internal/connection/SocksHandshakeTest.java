package dev.hawser.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.SocksSettings;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocksHandshakeTest {
    private static final HexFormat HEX = HexFormat.of();

    /** "host.example" with its length before it. */
    private static final String NAME = "0c" + HEX.formatHex("host.example".getBytes(StandardCharsets.US_ASCII));

    private static final String TAIL = "beef";

    /** Handshakes with a proxy that sends these bytes; returns what it was sent. What is left of its bytes must be the tail. */
    private static String sent(SocksSettings settings, String host, String answers) throws IOException {
        ScriptedTransport proxy = new ScriptedTransport(HEX.parseHex(answers + TAIL));
        new SocksHandshake(settings, host, 0x1f90, "the proxy").perform(proxy);
        assertThat(HEX.formatHex(proxy.unread())).isEqualTo(TAIL);
        return HEX.formatHex(proxy.written());
    }

    private static void handshake(SocksSettings settings, String answers) throws IOException {
        new SocksHandshake(settings, "host.example", 0x1f90, "the proxy")
                .perform(new ScriptedTransport(HEX.parseHex(answers)));
    }

    @Nested
    class Version5 {
        private final SocksSettings named = SocksSettings.version5("ann", "knot");

        @Test
        void sendsTheNameAsItIs() throws IOException {
            assertThat(sent(SocksSettings.DEFAULT, "host.example", "0500" + "05000001" + "c0000201" + "0050"))
                    .isEqualTo("050100" + "05010003" + NAME + "1f90");
        }

        @Test
        void sendsAddressesAsBytes() throws IOException {
            assertThat(sent(SocksSettings.DEFAULT, "192.0.2.1", "0500" + "05000003" + "03" + "616263" + "0050"))
                    .isEqualTo("050100" + "05010001" + "c0000201" + "1f90");
            assertThat(sent(SocksSettings.DEFAULT, "2001:db8::1", "0500" + "05000004" + "00".repeat(16) + "0050"))
                    .isEqualTo("050100" + "05010004" + "20010db8000000000000000000000001" + "1f90");
            assertThat(sent(SocksSettings.DEFAULT, "::ffff:c000:201", "0500" + "05000001" + "c0000201" + "0050"))
                    .isEqualTo("050100" + "05010001" + "c0000201" + "1f90");
        }

        @Test
        void sendsUserNameAndPasswordIfTheProxyChoosesThem() throws IOException {
            assertThat(sent(named, "host.example", "0502" + "0100" + "05000001" + "c0000201" + "0050"))
                    .isEqualTo("05020002" + "0103616e6e046b6e6f74" + "05010003" + NAME + "1f90");
        }

        @Test
        void keepsThemIfTheProxyDoesNot() throws IOException {
            assertThat(sent(named, "host.example", "0500" + "05000001" + "c0000201" + "0050"))
                    .isEqualTo("05020002" + "05010003" + NAME + "1f90");
        }

        @Test
        void tellsThatTheProxyDemandsCredentials() {
            assertThatThrownBy(() -> handshake(SocksSettings.DEFAULT, "05ff"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("the proxy demands credentials");
        }

        @Test
        void tellsThatTheyWereRefusedWithoutThem() {
            assertThatThrownBy(() -> handshake(named, "0502" + "0101"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("the proxy refused user name and password")
                    .hasMessageNotContaining("knot");
        }

        @ParameterizedTest
        @CsvSource({"01, general failure", "04, host unreachable", "05, connection refused", "63, unknown reason"})
        void tellsWhyTheProxyCouldNotConnect(String reply, String said) {
            assertThatThrownBy(() -> handshake(SocksSettings.DEFAULT, "0500" + "05" + reply + "0001" + "000000000000"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("the proxy could not connect")
                    .hasMessageContaining(said);
        }

        @ParameterizedTest
        @CsvSource({"4854", "0501", "0502", "0500" + "04000001", "0500" + "05000007"})
        void refusesWhatIsNotSocks(String answers) {
            assertThatThrownBy(() -> handshake(SocksSettings.DEFAULT, answers))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("the proxy");
        }

        @ParameterizedTest
        @CsvSource({"05", "0500", "0500" + "050000", "0500" + "05000001" + "c000", "0500" + "05000003" + "05"})
        void tellsThatTheProxyHungUp(String answers) {
            assertThatThrownBy(() -> handshake(SocksSettings.DEFAULT, answers))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("the proxy");
        }
    }

    @Nested
    class Version4a {
        @Test
        void sendsUserAndName() throws IOException {
            assertThat(sent(SocksSettings.version4a("ann"), "host.example", "005a" + "000000000000"))
                    .isEqualTo("0401" + "1f90" + "00000001" + "616e6e00" + NAME.substring(2) + "00");
        }

        @Test
        void sendsAddressesAsVersion4Does() throws IOException {
            assertThat(sent(SocksSettings.version4a(null), "192.0.2.1", "005a" + "000000000000"))
                    .isEqualTo("0401" + "1f90" + "c0000201" + "00");
        }

        @Test
        void tellsThatTheProxyRefused() {
            assertThatThrownBy(() -> handshake(SocksSettings.version4a(null), "005b" + "000000000000"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("the proxy could not connect")
                    .hasMessageContaining("91");
        }

        @ParameterizedTest
        @CsvSource({"0500000000000000", "0059000000000000"})
        void refusesWhatIsNotSocks(String answers) {
            assertThatThrownBy(() -> handshake(SocksSettings.version4a(null), answers))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Nested
    class Settings {
        @Test
        void thatSocksCannotCarryAreRefusedWithoutTellingThem() {
            assertThatThrownBy(() -> SocksSettings.version5("ann", "s".repeat(256)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("256")
                    .hasMessageNotContaining("sss");
            assertThatThrownBy(() -> SocksSettings.version5("", "knot")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> SocksSettings.version4a("a\0b")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new SocksSettings(SocksSettings.Version.SOCKS4A, "ann", "knot"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new SocksSettings(SocksSettings.Version.SOCKS5, "ann", null))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void keepTheirSecretsInTheirText() {
            assertThat(SocksSettings.version5("ann", "knot").toString())
                    .doesNotContain("ann")
                    .doesNotContain("knot");
        }
    }
}
