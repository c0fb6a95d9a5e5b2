package dev.hawser.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What a native image of an application is told to hold. */
class HawserRuntimeHintsTest {
    private final RuntimeHints hints = new RuntimeHints();

    /** As the build of a native image finds and asks it. */
    @BeforeEach
    void register() {
        List<RuntimeHintsRegistrar> found = SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                .load(RuntimeHintsRegistrar.class);
        found.stream()
                .filter(HawserRuntimeHints.class::isInstance)
                .forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));
    }

    @Test
    void theTablesOfTheClient() throws IOException {
        Path resources = Path.of("..", "core", "src", "main", "resources");
        try (Stream<Path> tables = Files.walk(resources.resolve("dev"))) {
            assertThat(tables.filter(Files::isRegularFile).map(resources::relativize))
                    .isNotEmpty()
                    .allSatisfy(table ->
                            assertThat(resource().forResource(table.toString())).accepts(hints));
        }
    }

    @Test
    void theTypeThatTellsOfBootsNewerSettings() {
        assertThat(reflection().onType(TypeReference.of(SettingsOfBoot41.TYPE))).accepts(hints);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreads() throws NoSuchMethodException, ClassNotFoundException {
        assertThat(reflection().onMethodInvocation(Thread.class.getMethod("ofVirtual")))
                .accepts(hints);
        assertThat(reflection().onMethodInvocation(Thread.class.getMethod("isVirtual")))
                .accepts(hints);
        Class<?> builder = Class.forName("java.lang.Thread$Builder");
        assertThat(reflection().onMethodInvocation(builder.getMethod("unstarted", Runnable.class)))
                .accepts(hints);
        assertThat(reflection().onMethodInvocation(builder.getMethod("name", String.class)))
                .accepts(hints);
    }
}
