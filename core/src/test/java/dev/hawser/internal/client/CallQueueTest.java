package dev.hawser.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Call;
import dev.hawser.Callback;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.internal.call.HttpCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CallQueueTest {
    private static final Callback NOBODY = new Callback() {
        @Override
        public void onFailure(Call call, IOException e) {}

        @Override
        public void onResponse(Call call, Response response) {}
    };

    private final HawserClient client = new HawserClient();
    private final CallQueue queue = new CallQueue();

    private HttpCall call(String host, int number) {
        return (HttpCall) client.newCall(
                new Request.Builder().url("http://" + host + "/" + number).build());
    }

    private void add(String host, int number) {
        queue.add(call(host, number), NOBODY);
    }

    private List<QueuedCall> takeAll() {
        List<QueuedCall> taken = new ArrayList<>();
        for (QueuedCall next = queue.takeNext(); next != null; next = queue.takeNext()) {
            taken.add(next);
        }
        return taken;
    }

    private static List<String> names(List<QueuedCall> calls) {
        return calls.stream()
                .map(queued -> queued.call.request().url())
                .map(url -> url.host() + url.encodedPath())
                .toList();
    }

    @Test
    void callsOfOneHostRunInOrderUpToItsLimit() {
        for (int i = 1; i <= 7; i++) {
            add("a", i);
        }

        List<QueuedCall> running = takeAll();
        assertThat(names(running)).containsExactly("a/1", "a/2", "a/3", "a/4", "a/5");
        assertThat(queue.queuedCount()).isEqualTo(2);

        queue.ended(running.get(3));
        assertThat(names(takeAll())).containsExactly("a/6");
        assertThat(queue.runningCount()).isEqualTo(5);
    }

    @Test
    void aBusyHostDoesNotKeepOthersWaiting() {
        for (int i = 1; i <= 10; i++) {
            add("busy", i);
        }
        add("other", 1);

        assertThat(names(takeAll())).contains("other/1").hasSize(6);
    }

    @Test
    void hostsTakeTurnsWhereTheTotalIsTheLimit() {
        queue.maxRunning(1);
        for (int i = 1; i <= 2; i++) {
            add("a", i);
            add("b", i);
        }

        List<String> order = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            List<QueuedCall> taken = takeAll();
            order.addAll(names(taken));
            queue.ended(taken.get(0));
        }

        assertThat(order).containsExactly("a/1", "b/1", "a/2", "b/2");
    }

    @Test
    void aHigherLimitLetsMoreRunAndALowerOneLetsNoneStart() {
        for (int i = 1; i <= 12; i++) {
            add("a", i);
        }
        List<QueuedCall> running = takeAll();

        queue.maxRunningPerHost(7);
        assertThat(takeAll()).hasSize(2);

        queue.maxRunningPerHost(3);
        running.forEach(queue::ended);
        assertThat(takeAll()).hasSize(1);
        assertThat(queue.runningCount()).isEqualTo(3);
    }

    @Test
    void aCallThatWaitsCanBeTakenOutAndOneThatRunsCannot() {
        HttpCall waiting = call("a", 2);
        queue.maxRunning(1);
        add("a", 1);
        queue.add(waiting, NOBODY);
        QueuedCall running = Objects.requireNonNull(queue.takeNext());

        assertThat(queue.remove(running.call)).isNull();
        assertThat(Objects.requireNonNull(queue.remove(waiting)).call).isSameAs(waiting);
        assertThat(queue.remove(waiting)).isNull();
        assertThat(queue.queuedCount()).isZero();
        queue.ended(running);
        assertThat(takeAll()).isEmpty();
    }

    @Test
    @Timeout(20)
    void fortyThousandCallsToOneBusyHostAreQueuedAndTakenOutInLinearTime() {
        List<HttpCall> calls = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            HttpCall call = call("busy", i);
            calls.add(call);
            queue.add(call, NOBODY);
            if (i < 5) {
                queue.takeNext();
            }
        }

        assertThat(queue.queuedCount()).isEqualTo(39_995);
        calls.subList(5, 40_000).forEach(call -> assertThat(queue.remove(call)).isNotNull());
        assertThat(queue.queuedCount()).isZero();
    }
}
