package dev.hawser.internal.cookies;

import dev.hawser.Cookie;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of cookies: a first line that names the form, a line for each cookie, and a last line with their number. A cookie's
 * fields are set off by TAB; a TAB or percent sign within one is percent-encoded. The file is never written in place: it is
 * the old one or the new one, whole, whenever the machine stops.
 */
final class CookieFile {
    private static final String FIRST_LINE = "hawser-cookies 1";
    private static final int FIELDS = 7;

    /** The end of the name of a file that is being written. */
    private static final String UNFINISHED = ".tmp";

    private final Path path;

    /** The file; where it is a symbolic link, the one that this leads to. */
    CookieFile(Path path) throws IOException {
        this.path = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    }

    /** What is in the file is not a file of cookies. */
    static final class BrokenException extends IOException {
        private static final long serialVersionUID = 1;

        private BrokenException(Path path, int line, String fault, Throwable cause) {
            super(path + ", line " + line + ": " + fault, cause);
        }
    }

    Path path() {
        return path;
    }

    /** Deletes what a process has left that ended while it wrote: such files hold cookies that nobody will miss. */
    void deleteLeftovers() throws IOException {
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        Pattern leftover =
                Pattern.compile(Pattern.quote(path.getFileName() + ".") + "\\d+" + Pattern.quote(UNFINISHED));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (leftover.matcher(String.valueOf(file.getFileName())).matches()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** The cookies, none if there is no file. */
    List<Cookie> read() throws IOException {
        String text;
        try (InputStream in = Files.newInputStream(path)) {
            text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        String[] lines = text.split("\n", -1);
        List<Cookie> cookies = new ArrayList<>();
        int at = 0;
        try {
            check(lines[0].equals(FIRST_LINE), "it is not '" + FIRST_LINE + "'");
            for (at = 1; at < lines.length && !lines[at].startsWith("end "); at++) {
                cookies.add(cookie(lines[at].split("\t", -1)));
            }
            check(
                    at < lines.length && lines[at].equals("end " + cookies.size()),
                    "it is not 'end " + cookies.size() + "'");
            check(at == lines.length - 2 && lines[at + 1].isEmpty(), "it is not the last");
        } catch (IllegalArgumentException e) {
            throw new BrokenException(path, at + 1, String.valueOf(e.getMessage()), e);
        }
        return cookies;
    }

    /** Puts the cookies in place of what is there. */
    void write(List<Cookie> cookies) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        cookies.forEach(cookie -> append(cookie, text));
        text.append("end ").append(cookies.size()).append('\n');

        Path folder = path.getParent();
        Path next = Files.createTempFile(folder, path.getFileName() + ".", UNFINISHED);
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.ISO_8859_1));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Gives the file another name, which is returned. */
    Path setAside() throws IOException {
        for (int i = 1; ; i++) {
            Path aside = path.resolveSibling(path.getFileName() + ".broken" + (i == 1 ? "" : "-" + i));
            try {
                return Files.move(path, aside);
            } catch (FileAlreadyExistsException e) {
                if (i == 1000) {
                    throw e;
                }
            }
        }
    }

    private static void append(Cookie cookie, StringBuilder text) {
        text.append(cookie.domain()).append('\t');
        text.append(cookie.hostOnly() ? "host" : "domain").append('\t');
        text.append(encoded(cookie.path())).append('\t');
        text.append(cookie.persistent() ? Long.toString(cookie.expiresAt()) : "session")
                .append('\t');
        text.append(cookie.secure() ? "secure " : "").append(cookie.httpOnly() ? "httponly " : "");
        text.append(cookie.sameSite() == null ? "" : "samesite=" + cookie.sameSite())
                .append('\t');
        text.append(encoded(cookie.name())).append('\t');
        text.append(encoded(cookie.value())).append('\n');
    }

    private static Cookie cookie(String[] fields) {
        check(fields.length == FIELDS, "a cookie has " + FIELDS + " fields, not " + fields.length);
        Cookie.Builder builder = new Cookie.Builder()
                .path(decoded(fields[2]))
                .name(decoded(fields[5]))
                .value(decoded(fields[6]));
        switch (fields[1]) {
            case "host" -> builder.hostOnlyDomain(fields[0]);
            case "domain" -> builder.domain(fields[0]);
            default -> throw new IllegalArgumentException("the second field is neither 'host' nor 'domain'");
        }
        if (!fields[3].equals("session")) {
            builder.expiresAt(Long.parseLong(fields[3]));
        }
        for (String attribute : fields[4].split(" ")) {
            switch (attribute) {
                case "" -> {}
                case "secure" -> builder.secure();
                case "httponly" -> builder.httpOnly();
                default -> {
                    check(attribute.startsWith("samesite="), "an attribute is unknown");
                    builder.sameSite(attribute.substring("samesite=".length()));
                }
            }
        }
        return builder.build();
    }

    private static String encoded(String text) {
        return text.replace("%", "%25").replace("\t", "%09");
    }

    private static String decoded(String text) {
        return text.replace("%09", "\t").replace("%25", "%");
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(fault);
        }
    }
}
