package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which room may enter which: the table of docs/map.md, held against the compiled classes. */
class RoomsTest {
    private static final String ROOT = "dev.hawser";
    private static final String INTERNAL = "dev.hawser.internal.";

    /** Besides these, every internal room but text may use the root's values, and text. */
    private static final Map<String, Set<String>> MAY_ENTER = Map.ofEntries(
            Map.entry(ROOT, Set.of("client", "text")),
            Map.entry(
                    "client",
                    Set.of(
                            "websocket",
                            "call",
                            "cache",
                            "coding",
                            "connection",
                            "pool",
                            "routing",
                            "trust",
                            "http1",
                            "http2",
                            "http",
                            "transport",
                            "bytes",
                            "time")),
            Map.entry("websocket", Set.of("call", "http", "bytes", "time")),
            Map.entry("call", Set.of("cache", "coding", "connection", "pool", "http", "bytes", "time")),
            Map.entry(
                    "connection",
                    Set.of("pool", "routing", "trust", "http1", "http2", "transport", "http", "bytes", "time")),
            Map.entry("http1", Set.of("http", "transport", "bytes", "time")),
            Map.entry("http2", Set.of("http", "transport", "bytes", "time")),
            Map.entry("http", Set.of("bytes", "time")),
            Map.entry("cache", Set.of("http", "bytes", "time")),
            Map.entry("coding", Set.of("bytes")),
            Map.entry("cookies", Set.of("time")),
            Map.entry("pool", Set.of("time")),
            Map.entry("routing", Set.of("time")),
            Map.entry("transport", Set.of("bytes", "time")),
            Map.entry("trust", Set.of()),
            Map.entry("bytes", Set.of("time")),
            Map.entry("time", Set.of()),
            Map.entry("text", Set.of()));

    /** The only classes of the root that may enter the client room. */
    private static final Set<String> DOORS = Set.of(
            "HawserClient",
            "ConnectionPool",
            "Dispatcher",
            "HawserClient$Builder",
            "ConnectionPool$Builder",
            "CachingDns",
            "CachingDns$Builder");

    /** What other classes of the root may enter besides: a cookie's age is counted from now, jars and caches have their engines. */
    private static final Map<String, String> SIDE_DOORS = Map.ofEntries(
            Map.entry("Cookie", "time"),
            Map.entry("MemoryCookieJar", "cookies"),
            Map.entry("FileCookieJar", "cookies"),
            Map.entry("FileCookieJar$Builder", "cookies"),
            Map.entry("Cache", "cache"),
            Map.entry("Cache$1", "cache"),
            Map.entry("CacheStores", "cache"),
            Map.entry("HawserClient", "cache"),
            Map.entry("CompressionInterceptor", "coding"),
            Map.entry("CompressionInterceptor$1", "coding"),
            Map.entry("CompressionInterceptor$2", "coding"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void everyPackageIsARoomOfTheTable() {
        Set<String> found = new TreeSet<>();
        CLASSES.forEach(type -> found.add(roomOf(type)));

        assertThat(MAY_ENTER.keySet()).containsAll(found);
    }

    @Test
    void arrowsOnlyPointDown() {
        Set<String> faults = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT) && !mayUse(type, target)) {
                    faults.add(roomOf(type) + " -> " + roomOf(target) + ": " + dependency.getDescription());
                }
            }
        }

        assertThat(faults).isEmpty();
    }

    private static boolean mayUse(JavaClass user, JavaClass used) {
        String from = roomOf(user);
        String to = roomOf(used);
        if (from.equals(to)) {
            return true;
        }
        if (from.equals(ROOT) && !to.equals("text")) {
            String name = user.getName().substring(ROOT.length() + 1);
            return to.equals("client") && DOORS.contains(name) || to.equals(SIDE_DOORS.get(name));
        }
        if (!from.equals("text") && !from.equals(ROOT) && (to.equals(ROOT) || to.equals("text"))) {
            return true;
        }
        return MAY_ENTER.getOrDefault(from, Set.of()).contains(to);
    }

    private static String roomOf(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(INTERNAL) ? name.substring(INTERNAL.length()) : name;
    }
}
