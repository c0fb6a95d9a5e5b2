package dev.hawser.it;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The links that an {@link EveryProtocol} names. */
final class Links implements ArgumentsProvider, AnnotationConsumer<EveryProtocol> {
    private List<Link> links = List.of();

    @Override
    public void accept(EveryProtocol annotation) {
        links = List.of(annotation.value());
        if (annotation.because().isEmpty() && !links.containsAll(List.of(Link.H1, Link.H1_TLS, Link.H2, Link.H2C))) {
            throw new IllegalArgumentException("only over " + links + ", and it does not say why");
        }
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return links.stream().map(Arguments::of);
    }
}
