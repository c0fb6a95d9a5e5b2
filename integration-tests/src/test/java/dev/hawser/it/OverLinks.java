package dev.hawser.it;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.params.ParameterInfo;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a {@link TestOver} once, if the link of its class is among its own, or else not at all. */
final class OverLinks implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Link link = Objects.requireNonNull(ParameterInfo.get(context), "no class of EveryProtocol")
                .getArguments()
                .get(0, Link.class);
        TestOver own = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), TestOver.class)
                .orElseThrow();
        return List.of(own.value()).contains(link) ? Stream.of(new Over(own.because())) : Stream.empty();
    }

    @Override
    public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
        return true;
    }

    private record Over(String because) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "only here, because " + because;
        }
    }
}
