package dev.hawser.cli.get;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a download, kept beside the file that it is to become: its bytes in {@code FILE.part}, where
 * they are from in {@code FILE.part.info}. Nobody else writes to it while this is open.
 */
final class PartialFile implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final Path info;
    private final FileChannel channel;

    /**
     * Where the bytes are from.
     *
     * @param url the URL that was asked for
     * @param validator what the response can be known again by, or null
     */
    record Source(String url, @Nullable String validator) {}

    private PartialFile(Path file, Path part, Path info, FileChannel channel) {
        this.file = file;
        this.part = part;
        this.info = info;
        this.channel = channel;
    }

    /**
     * The beginning of that file, which is empty if there is none yet.
     *
     * @throws IOException if it cannot be written, or another process writes to it
     */
    static PartialFile open(Path name) throws IOException {
        if (Files.exists(name) && !Files.isRegularFile(name)) {
            throw new FileSystemException(name.toString(), null, "is no ordinary file");
        }
        Path file = Files.exists(name) ? name.toRealPath() : name.toAbsolutePath();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        FileChannel channel =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new FileSystemException(name.toString(), null, "another process is writing to " + part);
        }
        return new PartialFile(file, part, file.resolveSibling(file.getFileName() + ".part.info"), channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Where the bytes are from, or null if that is not known. */
    @Nullable
    Source source() throws IOException {
        try {
            List<String> lines = Files.readAllLines(info);
            return lines.isEmpty() ? null : new Source(lines.get(0), lines.size() > 1 ? lines.get(1) : null);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Empties it, for bytes from there. */
    void begin(Source source) throws IOException {
        channel.truncate(0);
        note(source);
    }

    /** Takes the file's own bytes as the beginning, which are believed to be from there. */
    void beginWithFile(Source source) throws IOException {
        begin(source);
        try (FileChannel from = FileChannel.open(file)) {
            for (long at = 0; at < from.size(); ) {
                at += from.transferTo(at, from.size() - at, channel.position(at));
            }
        }
    }

    private void note(Source source) throws IOException {
        String validator = source.validator();
        Files.write(info, validator == null ? List.of(source.url()) : List.of(source.url(), validator));
    }

    /** The file that it becomes. */
    Path file() {
        return file;
    }

    /** Where the bytes are. */
    Path path() {
        return part;
    }

    /** How many bytes there are. */
    long size() throws IOException {
        return channel.size();
    }

    /** The channel of the bytes. */
    FileChannel channel() {
        return channel;
    }

    /** Gives the file's name to what is now complete. */
    void complete() throws IOException {
        channel.close();
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(info);
    }

    /** Keeps what there is; an empty beginning leaves no trace. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            boolean empty = channel.size() == 0;
            channel.close();
            if (empty) {
                Files.deleteIfExists(part);
                Files.deleteIfExists(info);
            }
        }
    }

    /** The bytes of a file from one on, to be compared with others. */
    static byte[] bytesFrom(Path file, long first) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(first);
            return in.readAllBytes();
        }
    }
}
