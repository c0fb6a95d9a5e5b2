package dev.hawser.internal.cache;

import dev.hawser.internal.cache.DiskIndex.Slot;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of a folder as an earlier process has left them. What it was writing, and what belongs to no entry, is deleted. */
final class Inventory {
    private static final String NAME = "([0-9a-f]{32})";
    private static final String NUMBER = "([0-9a-f]{1,15})";
    private static final Pattern NEW = Pattern.compile(NUMBER + Pattern.quote(Folder.NEW));
    private static final Pattern ENTRY = Pattern.compile(NAME + Pattern.quote(Folder.ENTRY));
    private static final Pattern BODY = Pattern.compile(NAME + "\\." + NUMBER + Pattern.quote(Folder.BODY));

    private final Folder folder;
    private final Map<String, Found> found = new HashMap<>();
    private long lastNumber;

    Inventory(Folder folder) {
        this.folder = folder;
    }

    /** What there is of one name. */
    private static final class Found {
        private @Nullable BasicFileAttributes entry;
        private final Map<Long, Long> bodyLengths = new HashMap<>();
    }

    /** Puts the entries into the books, in the order of their last use; returns the highest number that a file has. */
    long takenInto(DiskIndex index) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path())) {
            for (Path file : files) {
                take(file, String.valueOf(file.getFileName()));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        List<Slot> slots = new ArrayList<>();
        for (Map.Entry<String, Found> each : found.entrySet()) {
            Slot slot = slotOf(each.getKey(), each.getValue());
            if (slot != null) {
                slots.add(slot);
            }
        }
        slots.sort(Comparator.comparingLong(slot -> slot.touched().get()));
        slots.forEach(index::put);
        return lastNumber;
    }

    /** Files of other names are not ours, and stay as they are. */
    private void take(Path file, String name) throws IOException {
        if (NEW.matcher(name).matches()) {
            Files.deleteIfExists(file);
            return;
        }
        Matcher entry = ENTRY.matcher(name);
        if (entry.matches()) {
            of(entry.group(1)).entry = Files.readAttributes(file, BasicFileAttributes.class);
            return;
        }
        Matcher body = BODY.matcher(name);
        if (body.matches()) {
            long number = Long.parseLong(body.group(2), 16);
            lastNumber = Math.max(lastNumber, number);
            of(body.group(1)).bodyLengths.put(number, Files.size(file));
        }
    }

    private Found of(String name) {
        return found.computeIfAbsent(name, each -> new Found());
    }

    /** The entry of a name; null if there is none, or none whose body is there. */
    private @Nullable Slot slotOf(String name, Found files) throws IOException {
        BasicFileAttributes entry = files.entry;
        long bodyFile = entry == null || files.bodyLengths.isEmpty() ? 0 : bodyFileOf(name, files);
        for (long number : files.bodyLengths.keySet()) {
            if (number != bodyFile) {
                Files.deleteIfExists(folder.body(name, number));
            }
        }
        if (entry == null) {
            return null;
        }
        if (bodyFile < 0) {
            Files.deleteIfExists(folder.entry(name));
            return null;
        }
        long bodyBytes = files.bodyLengths.getOrDefault(bodyFile, 0L);
        AtomicLong touched = new AtomicLong(entry.lastModifiedTime().toMillis());
        return new Slot(name, bodyFile, bodyBytes, entry.size(), touched);
    }

    /** Which of the bodies is the entry's: 0 for none, -1 if the entry is damaged or its body is not there whole. */
    private long bodyFileOf(String name, Found files) throws IOException {
        byte[] bytes = folder.readEntry(name);
        if (bytes == null) {
            return -1;
        }
        EntryFile file;
        try {
            file = EntryFile.decode(bytes);
        } catch (IOException e) {
            return -1;
        }
        boolean whole =
                file.bodyFile() == 0 || Long.valueOf(file.bodyLength()).equals(files.bodyLengths.get(file.bodyFile()));
        return whole ? file.bodyFile() : -1;
    }
}
