package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCookieJarTest {
    private static final HttpUrl URL = HttpUrl.get("https://www.example.com/");

    private Path folder = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void choose(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("cookies");
    }

    private static void set(CookieJar jar, String... setCookies) {
        for (String each : setCookies) {
            jar.saveFromResponse(URL, List.of(Objects.requireNonNull(Cookie.parse(URL, each), each)));
        }
    }

    private List<String> names() throws IOException {
        return FileCookieJar.open(file).cookies().stream().map(Cookie::name).toList();
    }

    private List<String> filesThere() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Nested
    class Persistent {
        @Test
        void cookiesAreThereAfterANewStartInTheirOrder() throws IOException {
            FileCookieJar jar = FileCookieJar.open(file);
            set(
                    jar,
                    "b=1; Max-Age=1000; Domain=example.com; Secure; SameSite=Lax",
                    "a=\"%09 x\ty=\"; Max-Age=2000; HttpOnly; Path=/a%09b;",
                    "c=; Max-Age=3000");
            jar.saveFromResponse(
                    URL,
                    List.of(new Cookie.Builder()
                            .name("six")
                            .value("v")
                            .hostOnlyDomain("::1")
                            .expiresAt(Long.MAX_VALUE)
                            .build()));

            assertThat(FileCookieJar.open(file).cookies())
                    .isEqualTo(jar.cookies())
                    .hasSize(4);
        }

        @Test
        void sessionCookiesAreLeftOut() throws IOException {
            set(FileCookieJar.open(file), "a=1; Max-Age=1000", "b=1");

            assertThat(names()).containsExactly("a");
        }

        @Test
        void sessionCookiesAreSavedIfTheUserWantsThem() throws IOException {
            FileCookieJar jar =
                    new FileCookieJar.Builder(file).keepSessionCookies(true).open();
            set(jar, "a=1");
            assertThat(names()).containsExactly("a");

            jar.clearSession();
            assertThat(names()).isEmpty();
        }

        @Test
        void changesAndRemovalsAreSaved() throws IOException {
            FileCookieJar jar = FileCookieJar.open(file);
            set(jar, "a=1; Max-Age=1000", "b=1; Max-Age=1000", "c=1; Max-Age=1000", "b=; Max-Age=0");
            assertThat(names()).containsExactly("a", "c");

            assertThat(jar.remove(jar.cookies().get(0))).isTrue();
            assertThat(names()).containsExactly("c");

            set(jar, "c=1");
            assertThat(names()).isEmpty();

            set(jar, "d=1; Max-Age=1000");
            jar.clear();
            assertThat(names()).isEmpty();
        }

        @Test
        void whatIsNoChangeWritesNothing() throws IOException {
            FileCookieJar jar = FileCookieJar.open(file);
            set(jar, "a=1", "b=; Max-Age=0");
            jar.flush();

            assertThat(file).doesNotExist();
        }

        @Test
        void limitsHoldForWhatIsRead() throws IOException {
            set(FileCookieJar.open(file), "a=1; Max-Age=1000", "b=1; Max-Age=1000", "c=1; Max-Age=1000");

            assertThat(new FileCookieJar.Builder(file)
                            .maxCookiesPerSite(2)
                            .open()
                            .cookies())
                    .extracting(Cookie::name)
                    .containsExactly("b", "c");
            assertThat(new FileCookieJar.Builder(file).maxCookies(1).open().cookies())
                    .extracting(Cookie::name)
                    .containsExactly("c");
        }

        @Test
        void manyThreadsLeaveAllOfTheirCookiesInTheFile() throws Exception {
            FileCookieJar jar = FileCookieJar.open(file);
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                String name = "t" + t;
                Thread thread = new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    for (int i = 0; i < 20; i++) {
                        set(jar, name + "_" + i + "=1; Max-Age=1000");
                    }
                });
                threads.add(thread);
                thread.start();
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(names()).hasSize(80);
            assertThat(filesThere()).containsExactly("cookies");
        }
    }

    @Nested
    class TheFile {
        @Test
        void isReadableToItsOwnerOnly() throws IOException {
            set(FileCookieJar.open(file), "a=1; Max-Age=1000");

            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
            assertThat(filesThere()).containsExactly("cookies");
        }

        @Test
        void isReplacedWhereASymbolicLinkLeads() throws IOException {
            Path link = folder.resolve("link");
            set(FileCookieJar.open(file), "a=1; Max-Age=1000");
            Files.createSymbolicLink(link, file);
            set(FileCookieJar.open(link), "b=1; Max-Age=1000");

            assertThat(link).isSymbolicLink();
            assertThat(names()).containsExactly("a", "b");
        }

        @Test
        void thatCannotBeWrittenFailsNoCallAndIsTriedAgain() throws IOException {
            Path missing = folder.resolve("later");
            file = missing.resolve("cookies");
            FileCookieJar jar = FileCookieJar.open(file);
            set(jar, "a=1; Max-Age=1000");

            assertThat(jar.loadForRequest(URL)).hasSize(1);
            assertThatIOException().isThrownBy(jar::flush);

            Files.createDirectory(missing);
            jar.flush();
            assertThat(names()).containsExactly("a");
        }
    }

    @Test
    void whatAnEarlierProcessDidNotFinishIsDeletedAndNothingElse() throws IOException {
        set(FileCookieJar.open(file), "a=1; Max-Age=1000");
        for (String name : List.of("cookies.123.tmp", "cookies.12x.tmp", "cookies.tmp", "other.123.tmp")) {
            Files.writeString(folder.resolve(name), "half a cookie");
        }

        assertThat(names()).containsExactly("a");

        assertThat(filesThere()).containsExactly("cookies", "cookies.12x.tmp", "cookies.tmp", "other.123.tmp");
    }

    @Nested
    class Broken {
        private static final String LINE = "h\thost\t/\tsession\t\ta\tsecret\n";

        @Test
        void isNotWhatAJarWrites() throws IOException {
            Files.writeString(file, "hawser-cookies 1\n" + LINE + "end 1\n");

            assertThat(names()).containsExactly("a");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "hawser-cookies 2\nend 0\n",
                    "hawser-cookies 1\n",
                    "hawser-cookies 1\n" + LINE,
                    "hawser-cookies 1\n" + LINE + "end 2\n",
                    "hawser-cookies 1\n" + LINE + "end 1",
                    "hawser-cookies 1\n" + LINE + "end 1\n" + LINE,
                    "hawser-cookies 1\nh\thost\t/\tsession\t\tsecret\nend 1\n",
                    "hawser-cookies 1\nh\tany\t/\tsession\t\ta\tsecret\nend 1\n",
                    "hawser-cookies 1\nh\thost\tx\tsession\t\ta\tsecret\nend 1\n",
                    "hawser-cookies 1\nh\thost\t/\tnever\t\ta\tsecret\nend 1\n",
                    "hawser-cookies 1\nh\thost\t/\tsession\todd\ta\tsecret\nend 1\n",
                    "hawser-cookies 1\nh\thost\t/\tsession\t\t\tsecret\nend 1\n",
                    "hawser-cookies 1\n\thost\t/\tsession\t\ta\tsecret\nend 1\n"
                })
        void isAnErrorThatNamesFileAndLineAndNoSecret(String content) throws IOException {
            Files.writeString(file, content);

            assertThatIOException()
                    .isThrownBy(() -> FileCookieJar.open(file))
                    .withMessageContaining(file.getFileName() + ", line ")
                    .withMessageNotContaining("secret");
            assertThat(file).hasContent(content);
        }

        @Test
        void isSetAsideIfTheUserWantsThat() throws IOException {
            for (int i = 0; i < 2; i++) {
                Files.writeString(file, "number " + i);
                FileCookieJar jar =
                        new FileCookieJar.Builder(file).setBrokenFileAside(true).open();
                assertThat(jar.cookies()).isEmpty();
                set(jar, "a=1; Max-Age=1000");
            }

            assertThat(filesThere()).containsExactly("cookies", "cookies.broken", "cookies.broken-2");
            assertThat(folder.resolve("cookies.broken")).hasContent("number 0");
            assertThat(folder.resolve("cookies.broken-2")).hasContent("number 1");
            assertThat(names()).containsExactly("a");
        }

        @Test
        void isNotAFileThatCannotBeRead() throws IOException {
            Files.createDirectory(file);

            assertThatIOException()
                    .isThrownBy(() -> new FileCookieJar.Builder(file)
                            .setBrokenFileAside(true)
                            .open());
            assertThat(file).isDirectory();
        }
    }

    @Test
    void itsTextHasNoCookie() throws IOException {
        FileCookieJar jar = FileCookieJar.open(file);
        set(jar, "a=secret");

        assertThat(jar.toString())
                .contains(file.getFileName().toString(), "cookies=1")
                .doesNotContain("secret");
    }
}
