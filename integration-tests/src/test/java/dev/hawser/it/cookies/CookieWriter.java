package dev.hawser.it.cookies;

import dev.hawser.Cookie;
import dev.hawser.FileCookieJar;
import dev.hawser.HttpUrl;
import dev.hawser.it.process.KilledProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that sets cookies until it is killed, some at once by each response, and says the response's number once it is saved. */
final class CookieWriter {
    static final HttpUrl URL = HttpUrl.get("https://example.com/");
    static final int FILLERS = 60;

    private CookieWriter() {}

    /** The file, and the first number. */
    public static void main(String[] arguments) throws IOException {
        FileCookieJar jar = FileCookieJar.open(Path.of(arguments[0]));
        KilledProgram.say("open");
        for (long number = Long.parseLong(arguments[1]); ; number++) {
            jar.saveFromResponse(
                    URL, List.of(cookie("first", number), cookie(filler(number), number), cookie("last", number)));
            KilledProgram.say(Long.toString(number));
        }
    }

    /** The cookie that makes the file long, and is set by every {@link #FILLERS}th response. */
    static String filler(long number) {
        return "filler" + number % FILLERS;
    }

    private static Cookie cookie(String name, long number) {
        return new Cookie.Builder()
                .name(name)
                .value(value(number))
                .hostOnlyDomain("example.com")
                .expiresAt(4_000_000_000_000L)
                .build();
    }

    /** The number, so often that a part of it would be seen. */
    static String value(long number) {
        return (number + " ").repeat(100) + number;
    }
}
