package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.internal.transport.Loopback.Pair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read from an idle connection without waiting for it, on those that are not over a user's socket. */
@Timeout(60)
class TransportReadNowTest {
    private static final String USERS = "USER_SOCKET.*";

    private Loopback loopback;

    @BeforeEach
    void listen() throws IOException {
        loopback = new Loopback();
    }

    @AfterEach
    void hangUp() throws IOException {
        loopback.close();
    }

    /** Reads until so many bytes have come, or the end. */
    private static String read(Transport transport, int length) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[7];
        while (all.size() < length) {
            int count = transport.readNow(piece, 0, piece.length);
            if (count < 0) {
                return all.toString(StandardCharsets.US_ASCII) + " and the end";
            }
            all.write(piece, 0, count);
        }
        return all.toString(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = USERS)
    void nothingIsReadWhereNothingHasComeAndTheConnectionStaysUsable(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        for (int i = 0; i < 3; i++) {
            assertThat(pair.transport().readNow(new byte[10], 0, 10)).isZero();
            assertThat(pair.echo(new byte[1000])).hasSize(1000);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = USERS)
    void whatHasComeIsReadPieceByPiece(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        String said = "bollard, cleat, fairlead";
        pair.peer().getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));

        assertThat(read(pair.transport(), said.length())).isEqualTo(said);
        assertThat(pair.transport().readNow(new byte[10], 0, 10)).isZero();
        assertThat(pair.echo(new byte[1000])).hasSize(1000);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = USERS)
    void theEndIsReadBehindWhatWasSaid(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        pair.peer().getOutputStream().write("bye".getBytes(StandardCharsets.US_ASCII));
        pair.peer().close();

        assertThat(read(pair.transport(), Integer.MAX_VALUE)).isEqualTo("bye and the end");
    }
}
