package dev.hawser.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The inputs of a fuzz test: one file each, in the resource directory {@code <class>Inputs/explore}, where Jazzer
 * looks for them too. Those with a word for a name were written by hand, those with a hash were found.
 */
public final class Corpus implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        String name = test.getSimpleName() + "Inputs/explore";
        URL directory = test.getResource(name);
        if (directory == null) {
            throw new IllegalStateException("no corpus at " + name);
        }
        try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
            List<Path> inputs = files.sorted().toList();
            return inputs.stream().map(Corpus::input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Arguments input(Path file) {
        try {
            return Arguments.of(Named.of(file.getFileName().toString(), Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
