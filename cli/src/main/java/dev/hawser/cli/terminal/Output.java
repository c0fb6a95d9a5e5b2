package dev.hawser.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's result goes. A file is written under another name beside its own and moved there when it is
 * complete, so that nobody ever finds half of it; what is closed before that leaves no trace.
 */
public final class Output implements AutoCloseable {
    private final OutputStream stream;
    private final String name;
    private final @Nullable Path part;
    private final @Nullable Path file;
    private boolean complete;

    private Output(OutputStream stream, String name, @Nullable Path part, @Nullable Path file) {
        this.stream = new BufferedOutputStream(stream);
        this.name = name;
        this.part = part;
        this.file = file;
    }

    /** An output to a stream, which is left open. */
    public static Output to(OutputStream stream) {
        return new Output(stream, "the standard output", null, null);
    }

    /**
     * An output to a file. A device or a pipe is written straight.
     *
     * @throws IOException if it cannot be written
     */
    public static Output to(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return new Output(Files.newOutputStream(file), file.toString(), null, null);
        }
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path part = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        OutputStream stream = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        part.toFile().deleteOnExit();
        return new Output(stream, file.toString(), part, target);
    }

    /** Whether it is a file that appears when it is complete. */
    public boolean isFile() {
        return file != null;
    }

    /** Writes some bytes. */
    public void write(byte[] bytes, int offset, int count) throws CommandFailure {
        try {
            stream.write(bytes, offset, count);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Hands on what is buffered. */
    public void flush() throws CommandFailure {
        try {
            stream.flush();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Says that all has been written: a file gets its name. */
    public void complete() throws CommandFailure {
        flush();
        if (part != null && file != null) {
            try {
                stream.close();
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
        complete = true;
    }

    /** Takes back a file that is not complete. */
    @Override
    public void close() {
        if (part == null || complete) {
            return;
        }
        try (stream) {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // What could not be written has been told; the rest of it cannot be removed either.
        }
    }

    private CommandFailure unwritable(IOException cause) {
        return new CommandFailure("cannot write to " + name + ": " + cause.getMessage(), cause);
    }
}
