package dev.hawser.spring.boot;

import dev.hawser.Cache;
import dev.hawser.CacheStores;
import dev.hawser.spring.boot.HawserProperties.CacheProperties;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/** Makes the cache of an application from its properties, and names those that are wrong. */
record CacheMaker(CacheProperties properties) {
    static final String DIRECTORY = "hawser.cache.directory";
    static final String MAX_SIZE = "hawser.cache.max-size";
    private static final DataSize OF_A_FOLDER = DataSize.ofMegabytes(100);

    Cache make() {
        Given.set(MAX_SIZE, properties.maxSize(), CacheMaker::refuseNothing);
        DataSize size = properties.maxSize() == null ? OF_A_FOLDER : properties.maxSize();
        Path directory = properties.directory();
        return directory == null ? new Cache(CacheStores.inMemory(size.toBytes())) : in(directory, size);
    }

    private static void refuseNothing(DataSize size) {
        if (size.toBytes() < 1) {
            throw new IllegalArgumentException("must be at least 1 byte");
        }
    }

    private static Cache in(Path directory, DataSize size) {
        try {
            return new Cache(directory.toFile(), size.toBytes());
        } catch (UncheckedIOException e) {
            throw new InvalidConfigurationPropertyValueException(DIRECTORY, directory, e.getMessage());
        }
    }
}
