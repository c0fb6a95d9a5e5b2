package dev.hawser.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The public suffixes: each rule of the list, and the algorithm. */
class PublicSuffixesTest {
    @Nested
    class EachRule {
        private final List<String> rules = PublicSuffixesMaker.rules();
        private final Set<String> known = new HashSet<>(rules);

        @Test
        void holdsForItsOwnDomainAndThoseBelowIt() {
            for (String rule : rules) {
                String domain = rule.replaceFirst("^!", "").replaceFirst("^\\*", "any");
                for (String host : List.of(domain, "a." + domain, "b.a." + domain, "any.c.b.a." + domain)) {
                    assertThat(PublicSuffixes.registrableDomain(host)).as(host).isEqualTo(expected(host));
                }
            }
        }

        @Test
        void holdsForNoDomainThatOnlyEndsLikeIt() {
            for (String rule : rules) {
                String domain = "x" + rule.replaceFirst("^!", "").replaceFirst("^\\*", "any");
                for (String host : List.of(domain, "a." + domain)) {
                    assertThat(PublicSuffixes.registrableDomain(host)).as(host).isEqualTo(expected(host));
                }
            }
        }

        /** The algorithm of publicsuffix.org, word by word, over the set of all rules. */
        private @Nullable String expected(String host) {
            String[] labels = host.split("\\.");
            int suffix = 1;
            for (int count = 1; count <= labels.length; count++) {
                String tail = tail(labels, count);
                String wild = count == 1 ? "*" : "*." + tail(labels, count - 1);
                if (known.contains("!" + tail)) {
                    suffix = count - 1;
                    break;
                }
                if (known.contains(tail) || known.contains(wild)) {
                    suffix = count;
                }
            }
            return suffix == labels.length ? null : tail(labels, suffix + 1);
        }

        private String tail(String[] labels, int count) {
            return String.join(".", List.of(labels).subList(labels.length - count, labels.length));
        }
    }

    @Nested
    class ATableOfAFewRules {
        private final PublicSuffixes suffixes = new PublicSuffixes(
                PublicSuffixesMaker.make(List.of("com", "*.ck", "!www.ck", "jp", "kobe.jp", "s3.example.com")));

        @Test
        void findsTheDomainThatBelongsToOneOwner() {
            assertThat(suffixes.registrable("www.hawser.com")).isEqualTo("hawser.com");
            assertThat(suffixes.registrable("a.b.s3.example.com")).isEqualTo("b.s3.example.com");
            assertThat(suffixes.registrable("example.com")).isEqualTo("example.com");
        }

        @Test
        void knowsWildcardsAndTheirExceptions() {
            assertThat(suffixes.registrable("ck")).isNull();
            assertThat(suffixes.registrable("any.ck")).isNull();
            assertThat(suffixes.registrable("b.any.ck")).isEqualTo("b.any.ck");
            assertThat(suffixes.registrable("www.ck")).isEqualTo("www.ck");
            assertThat(suffixes.registrable("a.www.ck")).isEqualTo("www.ck");
        }

        @Test
        void takesALastLabelThatIsNotListedForAPublicSuffix() {
            assertThat(suffixes.registrable("internal")).isNull();
            assertThat(suffixes.registrable("a.b.internal")).isEqualTo("b.internal");
        }

        @Test
        void leavesALastDotOut() {
            assertThat(suffixes.registrable("www.hawser.com.")).isEqualTo("hawser.com");
            assertThat(suffixes.registrable("com.")).isNull();
        }

        @Test
        void hasNothingForEmptyLabels() {
            assertThat(suffixes.registrable("")).isNull();
            assertThat(suffixes.registrable(".")).isNull();
            assertThat(suffixes.registrable(".hawser.com")).isNull();
            assertThat(suffixes.registrable("a..com")).isNull();
        }

        @Test
        void doesNotTakeItsOwnSignsForLabels() {
            assertThat(suffixes.registrable("*.ck")).isNull();
            assertThat(suffixes.registrable("a.!www.ck")).isEqualTo("a.!www.ck");
        }
    }
}
