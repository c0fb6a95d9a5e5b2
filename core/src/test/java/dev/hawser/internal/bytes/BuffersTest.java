package dev.hawser.internal.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BuffersTest {
    private final Buffers buffers = new Buffers();

    @Test
    void whatIsGivenBackIsLentAgain() {
        byte[] array = buffers.array();
        ByteBuffer heap = buffers.heap();
        ByteBuffer direct = buffers.direct();
        buffers.give(array);
        buffers.give(heap);
        buffers.give(direct);

        assertThat(buffers.array()).isSameAs(array);
        assertThat(buffers.heap()).isSameAs(heap);
        assertThat(buffers.direct()).isSameAs(direct);
    }

    @Test
    void whatIsLentIsNotLentTwice() {
        ByteBuffer one = buffers.heap();

        assertThat(buffers.heap()).isNotSameAs(one);
        buffers.give(one);
        assertThat(buffers.heap()).isSameAs(one);
        assertThat(buffers.heap()).isNotSameAs(one);
    }

    @Test
    void aLentBufferIsEmptyAndReadyToBeFilled() {
        ByteBuffer used = buffers.direct();
        used.put((byte) 1).flip().get();
        buffers.give(used);

        ByteBuffer lent = buffers.direct();
        assertThat(lent.position()).isZero();
        assertThat(lent.remaining()).isEqualTo(Buffers.SIZE);
    }

    @Test
    void buffersOfAnotherSizeAreDropped() {
        byte[] small = new byte[10];
        ByteBuffer large = ByteBuffer.allocate(Buffers.SIZE * 2);
        buffers.give(small);
        buffers.give(large);

        assertThat(buffers.array()).hasSize(Buffers.SIZE);
        assertThat(buffers.heap().capacity()).isEqualTo(Buffers.SIZE);
    }

    @Test
    void onlySoManyAreKept() {
        int kept = 0;
        for (int i = 0; i < 1000; i++) {
            buffers.give(new byte[Buffers.SIZE]);
        }
        byte[] mark = new byte[Buffers.SIZE];
        mark[0] = 1;
        buffers.give(mark);
        for (int i = 0; i < 1000; i++) {
            kept += buffers.array()[0];
        }

        assertThat(kept).isZero();
    }
}
