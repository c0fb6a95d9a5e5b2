package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A connection of which it is not known whether its peer is there. */
class SuspicionTest {
    private final Desk desk = new Desk(new Settings().maxShared(1));
    private final FakeWaiter first = desk.askShared("a");
    private final FakeConnection connection = desk.open(100);

    private void suspect(boolean suspected) {
        desk.ledger.suspicionChanged(connection, suspected, desk.now);
        desk.perform();
    }

    @Test
    void takesNothingNewAndIsReplaced() {
        suspect(true);
        assertThat(desk.leaseIdle("a")).isNull();
        FakeWaiter second = desk.askShared("a");

        FakeConnection other = desk.open(100);

        assertThat(second.lease().connection()).isSameAs(other);
        assertThat(connection.isClosed()).isFalse();
        assertThat(first.lease().isHeld()).isTrue();
    }

    @Test
    void servesThoseWhoWaitWhenItsPeerHasAnswered() {
        suspect(true);
        FakeWaiter second = desk.askShared("a");

        suspect(false);

        assertThat(second.lease().connection()).isSameAs(connection);
    }

    @Test
    void keepsInMindWhatItsPeerAllowsMeanwhile() {
        suspect(true);
        desk.ledger.capacityChanged(connection, 2, desk.now);
        desk.perform();
        assertThat(desk.leaseIdle("a")).isNull();

        suspect(false);

        assertThat(desk.leaseIdle("a")).isNotNull();
        assertThat(desk.leaseIdle("a")).isNull();
    }

    @Test
    void isClosedToMakeRoomWhereTheLimitHasItSo() {
        Desk narrow = new Desk(new Settings().maxPerKey(1));
        FakeWaiter only = narrow.askShared("a");
        FakeConnection idle = narrow.open(1);
        narrow.release(only.lease());
        narrow.ledger.suspicionChanged(idle, true, narrow.now);
        narrow.perform();

        FakeWaiter next = narrow.askShared("a");
        narrow.open(1);

        assertThat(idle.isClosed()).isTrue();
        assertThat(next.isServed()).isTrue();
    }
}
