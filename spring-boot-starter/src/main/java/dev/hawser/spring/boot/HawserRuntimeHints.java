package dev.hawser.spring.boot;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * What a native image must hold of Hawser that no code in it names: its tables, virtual threads, which are found by reflection, and the
 * type by which {@link SettingsOfBoot41} are found.
 */
final class HawserRuntimeHints implements RuntimeHintsRegistrar {
    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("dev/hawser/internal/text/*.bin");
        ReflectionHints reflection = hints.reflection();
        reflection.registerTypeIfPresent(classLoader, SettingsOfBoot41.TYPE);
        reflection
                .registerType(
                        Thread.class,
                        type -> type.withMethod("isVirtual", List.of(), ExecutableMode.INVOKE)
                                .withMethod("ofVirtual", List.of(), ExecutableMode.INVOKE))
                .registerType(
                        Executors.class,
                        type -> type.withMethod(
                                "newThreadPerTaskExecutor",
                                List.of(TypeReference.of(ThreadFactory.class)),
                                ExecutableMode.INVOKE));
        for (String builder : List.of("java.lang.Thread$Builder", "java.lang.Thread$Builder$OfVirtual")) {
            reflection.registerTypeIfPresent(classLoader, builder, MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
