package dev.hawser.internal.cache;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The files of a store. {@code lock} is locked while the store is open. {@code <name>.entry} is an {@link EntryFile}; it takes its
 * place by being renamed, so it is whole or not there. {@code <name>.<number>.body} is a body; it is of no meaning before an entry
 * names it. {@code <number>.new} is an entry on its way.
 */
final class Folder implements Closeable {
    static final String ENTRY = ".entry";
    static final String BODY = ".body";
    static final String NEW = ".new";

    private static final long MOST_ENTRY_BYTES = 64L << 20;

    /**
     * The folders that this process has locked. That must be known before a lock's file is opened: to close any channel of a file
     * gives up all locks that the process has on it (POSIX, fcntl).
     */
    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path realPath;
    private final FileChannel lockFile;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Folder(Path path, Path realPath, FileChannel lockFile) {
        this.path = path;
        this.realPath = realPath;
        this.lockFile = lockFile;
    }

    /** The folder, made if it is not there, and locked. */
    static Folder open(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            makeFolder(path);
        }
        Path realPath = path.toRealPath();
        if (!LOCKED.add(realPath)) {
            throw new IOException(inUse(path, "a store of this process"));
        }
        boolean done = false;
        try {
            Folder folder = new Folder(path, realPath, lockFile(path));
            done = true;
            return folder;
        } finally {
            if (!done) {
                LOCKED.remove(realPath);
            }
        }
    }

    /** The file whose lock is this process's, until it is closed. */
    private static FileChannel lockFile(Path path) throws IOException {
        FileChannel lockFile =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new IOException(inUse(path, "a store of this process"), e);
        } finally {
            if (lock == null) {
                lockFile.close();
            }
        }
        if (lock == null) {
            throw new IOException(inUse(path, "another process"));
        }
        return lockFile;
    }

    private static String inUse(Path path, String by) {
        return "the cache folder " + path.toAbsolutePath() + " is in use by " + by
                + "; a folder is for one store at a time";
    }

    /** What others say to this user is for this user to read. */
    private static void makeFolder(Path path) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                && path.getFileSystem() == FileSystems.getDefault()) {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(path);
        }
    }

    Path path() {
        return path;
    }

    Path entry(String name) {
        return path.resolve(name + ENTRY);
    }

    Path body(String name, long number) {
        return path.resolve(name + "." + Long.toHexString(number) + BODY);
    }

    /** The bytes of a file that is small enough to be an entry's; null if it is not there. */
    byte @Nullable [] readEntry(String name) throws IOException {
        try (FileChannel file = FileChannel.open(entry(name), StandardOpenOption.READ)) {
            long length = file.size();
            if (length > MOST_ENTRY_BYTES) {
                throw new IOException("an entry of " + length + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) length);
            while (bytes.hasRemaining()) {
                if (file.read(bytes) < 0) {
                    throw new EOFException("an entry that became shorter");
                }
            }
            return bytes.array();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Puts an entry in place of the one that is there, at once. */
    void writeEntry(String name, long number, ByteBuffer content) throws IOException {
        Path fresh = path.resolve(Long.toHexString(number) + NEW);
        boolean done = false;
        try {
            try (FileChannel file = FileChannel.open(fresh, writeNew())) {
                writeAll(file, content);
            }
            move(fresh, entry(name));
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(fresh);
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system of " + to + " cannot replace a file at once", e);
        }
    }

    FileChannel newBody(String name, long number) throws IOException {
        return FileChannel.open(body(name, number), writeNew());
    }

    private static Set<StandardOpenOption> writeNew() {
        return Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    static void writeAll(FileChannel file, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            int written = file.write(content);
            if (written <= 0) {
                throw new IOException("the file takes no more bytes");
            }
        }
    }

    /** Notes the time of the last use, for the order after the next start. */
    void touch(String name, long nowMillis) throws IOException {
        Files.setLastModifiedTime(entry(name), FileTime.fromMillis(nowMillis));
    }

    /** Lets the folder go. Idempotent. */
    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            try {
                lockFile.close();
            } finally {
                LOCKED.remove(realPath);
            }
        }
    }
}
