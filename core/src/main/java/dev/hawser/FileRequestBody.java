package dev.hawser;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A body of a file's content. */
final class FileRequestBody extends RequestBody {
    private final @Nullable MediaType contentType;
    private final Path file;

    FileRequestBody(@Nullable MediaType contentType, Path file) {
        this.contentType = contentType;
        this.file = file;
    }

    @Override
    public @Nullable MediaType contentType() {
        return contentType;
    }

    @Override
    public long contentLength() throws IOException {
        return Files.size(file);
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        Files.copy(file, sink);
    }
}
