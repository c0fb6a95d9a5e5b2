package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolTest {
    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(Protocol protocol) throws IOException {
        assertThat(Protocol.get(protocol.toString())).isSameAs(protocol);
    }

    @Test
    void isNotFoundByAnother() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Protocol.get("h9"))
                .withMessage("Unexpected protocol: h9");
    }

    @Test
    void aClientSpeaksHttp11OrKnowsBeforehandThatItNeedNot() {
        List<Protocol> known = List.of(Protocol.H2_PRIOR_KNOWLEDGE);
        List<Protocol> both = List.of(Protocol.HTTP_2, Protocol.HTTP_1_1);

        assertThat(new HawserClient.Builder().protocols(known).build().protocols())
                .isEqualTo(known);
        assertThat(new HawserClient.Builder().protocols(both).build().protocols())
                .isEqualTo(both);
    }

    @Test
    @SuppressWarnings("NullAway") // null is among what is refused
    void whatNobodyCouldSpeakIsRefused() {
        assertRefused("protocols must have http/1.1, or be h2_prior_knowledge alone: []");
        assertRefused("protocols must have http/1.1, or be h2_prior_knowledge alone: [h2]", Protocol.HTTP_2);
        assertRefused(
                "protocols must have http/1.1, or be h2_prior_knowledge alone: [h2_prior_knowledge, http/1.1]",
                Protocol.H2_PRIOR_KNOWLEDGE,
                Protocol.HTTP_1_1);
        assertRefused("protocols must not have http/1.0: [http/1.1, http/1.0]", Protocol.HTTP_1_1, Protocol.HTTP_1_0);
        assertRefused("protocols must not contain null: [http/1.1, null]", Protocol.HTTP_1_1, null);
    }

    private static void assertRefused(String message, Protocol... protocols) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HawserClient.Builder().protocols(Arrays.asList(protocols)))
                .withMessage(message);
    }
}
