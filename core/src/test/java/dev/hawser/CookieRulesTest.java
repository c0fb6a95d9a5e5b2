package dev.hawser;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What RFC 6265 and its revision, "6265bis", ask of a user agent, rule by rule, of a jar. The rules are in the folder {@code cookies}, written as
 * {@link CookieRules} has it.
 *
 * <p>They cover each behaviour that the public conformance suites abarth/http-state and web-platform-tests/wpt (its folder {@code cookies}) look at
 * from outside. Where the two differ, the second is younger and counts; where they ask for something that is not done here, the rule has what is
 * done, and a comment why. Of their cases these have no rule:
 *
 * <ul>
 *   <li>{@code document.cookie}, {@code cookieStore}, and what {@code HttpOnly} keeps from them: there are no scripts here
 *   <li>{@code SameSite}, by default or by name, and partitioned cookies: they depend on the page that a request comes from, and there is none
 *   <li>frames, windows, reloads, blobs, service workers: ways of a browser to a request, which is the same when it is made
 *   <li>jars that are full: {@code CookieStoreTest} has them, with small limits
 *   <li>redirects that set cookies: the client asks the jar for each request, which the integration tests hold it to
 * </ul>
 */
class CookieRulesTest {
    private static Stream<DynamicTest> rules(String file) throws IOException {
        return CookieRules.in(file).stream()
                .map(rule -> DynamicTest.dynamicTest(rule.name(), () -> new CookieScene().play(rule)));
    }

    @TestFactory
    Stream<DynamicTest> cookiesHaveNames() throws IOException {
        return rules("names.txt");
    }

    @TestFactory
    Stream<DynamicTest> cookiesHaveValues() throws IOException {
        return rules("values.txt");
    }

    @TestFactory
    Stream<DynamicTest> attributesSayMore() throws IOException {
        return rules("attributes.txt");
    }

    @TestFactory
    Stream<DynamicTest> cookiesBelongToDomains() throws IOException {
        return rules("domains.txt");
    }

    @TestFactory
    Stream<DynamicTest> cookiesBelongToPaths() throws IOException {
        return rules("paths.txt");
    }

    @TestFactory
    Stream<DynamicTest> cookiesEnd() throws IOException {
        return rules("ends.txt");
    }

    @TestFactory
    Stream<DynamicTest> datesAreReadInManyForms() throws IOException {
        return rules("dates.txt");
    }

    @TestFactory
    Stream<DynamicTest> cookiesAreSentInOrder() throws IOException {
        return rules("order.txt");
    }

    @TestFactory
    Stream<DynamicTest> namesPromise() throws IOException {
        return rules("prefixes.txt");
    }

    @TestFactory
    Stream<DynamicTest> lengthsHaveLimits() throws IOException {
        return rules("sizes.txt");
    }

    @TestFactory
    Stream<DynamicTest> secureCookiesAreSafeFromHttp() throws IOException {
        return rules("secure.txt");
    }
}
