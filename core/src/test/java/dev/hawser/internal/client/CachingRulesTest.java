package dev.hawser.internal.client;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What RFC 9111 and its kin ask of a private cache, rule by rule, of the whole client. The rules are in the folder {@code caching}, written as
 * {@link CachingRules} has it.
 *
 * <p>They cover each behaviour that the public conformance suite http-tests/cache-tests looks at in a browser's cache. Where that suite only asks, or
 * calls something best that is not done here, the rule has what is done, and a comment why. Of its cases these have no rule:
 *
 * <ul>
 *   <li>{@code CDN-Cache-Control}, {@code Surrogate-Control}: fields for caches in front of a server; a client's passes them on as any other
 *   <li>{@code s-maxage}, {@code proxy-revalidate} and {@code private} as shared caches heed them: this cache is private, and there are rules that it
 *       does not heed them
 *   <li>a 304 made by the cache, for a client's own {@code If-None-Match} or {@code If-Modified-Since}: those go to the server, of which there are rules
 *   <li>requests that wait for one that is under way: each has its own connection, by choice
 * </ul>
 */
class CachingRulesTest {
    private static Stream<DynamicTest> rules(String file) throws IOException {
        return CachingRules.in(file).stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> {
                    try (CachingScene scene = new CachingScene()) {
                        scene.play(rule);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> responsesAreUsedForTheirTime() throws IOException {
        return rules("freshness.txt");
    }

    @TestFactory
    Stream<DynamicTest> theirAgeCounts() throws IOException {
        return rules("age.txt");
    }

    @TestFactory
    Stream<DynamicTest> theyExpire() throws IOException {
        return rules("expires.txt");
    }

    @TestFactory
    Stream<DynamicTest> theirTimeIsGuessed() throws IOException {
        return rules("heuristics.txt");
    }

    @TestFactory
    Stream<DynamicTest> cacheControlIsReadAsItIsMeant() throws IOException {
        return rules("parsing.txt");
    }

    @TestFactory
    Stream<DynamicTest> responsesSayWhatMayBeDone() throws IOException {
        return rules("directives.txt");
    }

    @TestFactory
    Stream<DynamicTest> requestsSayWhatIsWanted() throws IOException {
        return rules("requests.txt");
    }

    @TestFactory
    Stream<DynamicTest> whatIsStaleIsAskedAbout() throws IOException {
        return rules("validation.txt");
    }

    @TestFactory
    Stream<DynamicTest> whatIsStoredIsBroughtUpToDate() throws IOException {
        return rules("updates.txt");
    }

    @TestFactory
    Stream<DynamicTest> whatIsStaleIsUsedWhereThatIsPermitted() throws IOException {
        return rules("stale.txt");
    }

    @TestFactory
    Stream<DynamicTest> responsesDependOnFields() throws IOException {
        return rules("vary.txt");
    }

    @TestFactory
    Stream<DynamicTest> responsesAreTheirUsers() throws IOException {
        return rules("users.txt");
    }

    @TestFactory
    Stream<DynamicTest> codesAreStored() throws IOException {
        return rules("status.txt");
    }

    @TestFactory
    Stream<DynamicTest> methodsEndWhatIsStored() throws IOException {
        return rules("methods.txt");
    }

    @TestFactory
    Stream<DynamicTest> fieldsAreStored() throws IOException {
        return rules("fields.txt");
    }

    @TestFactory
    Stream<DynamicTest> partsAreCut() throws IOException {
        return rules("ranges.txt");
    }
}
