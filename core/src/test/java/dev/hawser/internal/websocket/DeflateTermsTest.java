package dev.hawser.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How permessage-deflate is agreed on (RFC 7692, section 7.1). */
class DeflateTermsTest {
    @Test
    void noFieldIsNoCompression() {
        assertThat(DeflateTerms.agreed(List.of(), true)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | false | 15 | false",
                "Permessage-Deflate; CLIENT_NO_CONTEXT_TAKEOVER | true | 15 | false",
                "permessage-deflate; server_no_context_takeover | false | 15 | true",
                "permessage-deflate;client_max_window_bits=10 | false | 10 | false",
                "permessage-deflate; client_max_window_bits=\"8\" ; server_max_window_bits=9 | false | 8 | false",
                "permessage-deflate; server_max_window_bits=15; client_no_context_takeover; server_no_context_takeover"
                        + " | true | 15 | true",
            })
    void parametersAreHeeded(String field, boolean clientForgets, int clientBits, boolean serverForgets) {
        assertThat(DeflateTerms.agreed(List.of(field), true))
                .isEqualTo(new DeflateTerms(clientForgets, clientBits, serverForgets));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-webkit-deflate-frame | the extension x-webkit-deflate-frame was not offered",
                "permessage-deflate, foo | the extension foo was not offered",
                "permessage-deflate, permessage-deflate | it has permessage-deflate twice",
                "permessage-deflate; foo | permessage-deflate has no parameter foo",
                "permessage-deflate; server_no_context_takeover=1 | server_no_context_takeover has a value: 1",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover | it has client_no_context_takeover twice",
                "permessage-deflate; client_max_window_bits | client_max_window_bits is not between 8 and 15: null",
                "permessage-deflate; client_max_window_bits=7 | client_max_window_bits is not between 8 and 15: 7",
                "permessage-deflate; client_max_window_bits=16 | client_max_window_bits is not between 8 and 15: 16",
                "permessage-deflate; server_max_window_bits=08 | server_max_window_bits is not between 8 and 15: 08",
                "permessage-deflate; server_max_window_bits=x | server_max_window_bits is not between 8 and 15: x",
            })
    void whatCannotBeIsRefused(String field, String fault) {
        assertThatThrownBy(() -> DeflateTerms.agreed(List.of(field), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(fault);
    }

    @Test
    void whatWasNotOfferedIsRefused() {
        assertThatThrownBy(() -> DeflateTerms.agreed(List.of("permessage-deflate"), false))
                .hasMessage("the extension permessage-deflate was not offered");
    }
}
