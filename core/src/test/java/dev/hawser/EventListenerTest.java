package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventListenerTest {
    private static final Request REQUEST =
            new Request.Builder().url("http://example.org/").build();

    private final List<String> told = new ArrayList<>();

    private final class Named extends EventListener {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void callStart(Call call) {
            told.add(name);
            if (name.equals("fails")) {
                throw new IllegalStateException(name);
            }
        }
    }

    private static void start(EventListener listener) {
        listener.callStart(new HawserClient().newCall(REQUEST));
    }

    @Test
    void twoAreToldInOrder() {
        start(new Named("a").plus(new Named("b")).plus(new Named("c")));

        assertThat(told).containsExactly("a", "b", "c");
    }

    @Test
    void whatTheFirstThrowsIsThrown() {
        assertThatIllegalStateException().isThrownBy(() -> start(new Named("fails").plus(new Named("b"))));

        assertThat(told).containsExactly("fails");
    }

    @Test
    void oneThatIgnoresEverythingAddsNothing() {
        Named one = new Named("a");

        assertThat(one.plus(EventListener.NONE)).isSameAs(one);
        assertThat(EventListener.NONE.plus(one)).isSameAs(one);
    }

    @Test
    void twoAreToldOfEverythingThatThereIs() {
        assertThat(Arrays.stream(EventListener.class.getDeclaredMethods())
                        .filter(method -> !Modifier.isFinal(method.getModifiers()))
                        .filter(method -> !method.isSynthetic())
                        .filter(method -> !isForwarded(method)))
                .isEmpty();
    }

    private static boolean isForwarded(Method method) {
        try {
            return EventListenerPair.class.getDeclaredMethod(method.getName(), method.getParameterTypes()) != null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
