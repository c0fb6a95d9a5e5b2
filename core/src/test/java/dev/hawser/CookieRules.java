package dev.hawser;

import dev.hawser.internal.text.HttpDates;
import dev.hawser.rules.Rule;
import dev.hawser.rules.RuleTexts;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules from a text, as {@link RuleTexts} does. A rule is a sentence, and below it, set in, a line for each step:
 *
 * <pre>
 * A cookie goes to the hosts below its domain
 *     &lt;- knot=bowline; Domain=example.org; Max-Age=60
 *     https://shop.example.org/deck      -&gt; knot=bowline
 *     https://shop.example.org/sea       -&gt; nothing
 *     +60s https://shop.example.org/deck -&gt; nothing
 * </pre>
 *
 * <p>Right of {@code <-}: the value of a {@code Set-Cookie} that comes from a URL, from one character after the arrow on. Right of {@code ->}: the
 * cookies that go to it. The URL is {@code https://www.example.org/deck/rope} if none is named, and one that begins with a slash is of that
 * host. Right of {@code ==}: all cookies in the jar, as a {@code Set-Cookie} has them, with {@code &} between two. Before each may stand the time that
 * passes first. {@code 1 Jan 26 1:2:3 is 2026-01-01T01:02:03Z} is a date, and {@code soon is no date} is not.
 *
 * <p>{@code {U+00E4}} is that character, {@code {3*ab}} is {@code ababab}, and {@code {+60s}} the date of a minute after the rule begins.
 */
final class CookieRules {
    private static final HttpUrl USUAL = HttpUrl.get("https://www.example.org/deck/rope");
    private static final Pattern STEP = Pattern.compile(
            "(?:\\+(?<wait>\\d+[smhd]) +)?(?<url>(?:https?://|/)\\S*)? *(?<arrow><-|->|==)(?: (?<cookies>.*))?");
    private static final Pattern DATE = Pattern.compile("(?<text>.*?) +is (?:no date|(?<instant>[\\d-]+T[\\d:]+Z))");
    private static final Pattern SHORT =
            Pattern.compile("\\{(?:U\\+([\\dA-F]{4})|(\\d+)\\*([^{}]+)|([+-])(\\d+[smhd]))}");

    private static final RuleTexts<CookieStep> TEXTS = new RuleTexts<>(CookieRules::step);

    private CookieRules() {}

    /** The rules of a file. */
    static List<Rule<CookieStep>> in(String file) throws IOException {
        return TEXTS.in(CookieRules.class, "cookies", file);
    }

    /** The rules in these lines. */
    static List<Rule<CookieStep>> read(String file, List<String> lines) {
        return TEXTS.read(file, lines);
    }

    private static CookieStep step(String line, String place) {
        try {
            return readStep(line, place + ": " + line);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(place + ": cannot be read: " + line, e);
        }
    }

    private static CookieStep readStep(String line, String place) {
        Matcher step = STEP.matcher(line);
        Matcher date = DATE.matcher(line);
        if (step.matches()) {
            Duration after = RuleTexts.duration(step.group("wait"));
            String url = step.group("url");
            String cookies = step.group("cookies") == null ? "" : step.group("cookies");
            if (step.group("arrow").equals("<-")) {
                return new CookieStep.Answer(place, after, url(url), spelledOut(cookies));
            }
            String expected = expected(cookies);
            if (step.group("arrow").equals("->")) {
                return new CookieStep.Ask(place, after, url(url), expected);
            }
            if (url == null) {
                return new CookieStep.Look(place, after, expected);
            }
        } else if (date.matches()) {
            String instant = date.group("instant");
            return new CookieStep.Date(
                    place, spelledOut(date.group("text")), instant == null ? null : Instant.parse(instant));
        }
        throw new IllegalArgumentException("no step");
    }

    private static HttpUrl url(@Nullable String text) {
        if (text == null) {
            return USUAL;
        }
        String full = text.startsWith("/") ? "https://" + USUAL.host() + text : text;
        return HttpUrl.get(spelledOut(full));
    }

    private static String expected(String cookies) {
        String text = cookies.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("neither cookies nor nothing");
        }
        return text.equals("nothing") ? "" : spelledOut(text);
    }

    private static String spelledOut(String text) {
        String longer = SHORT.matcher(text).replaceAll(part -> Matcher.quoteReplacement(spelledOut(part)));
        return longer.equals(text) ? text : spelledOut(longer);
    }

    private static String spelledOut(MatchResult part) {
        if (part.group(1) != null) {
            return Character.toString(Integer.parseInt(part.group(1), 16));
        }
        if (part.group(2) != null) {
            return part.group(3).repeat(Integer.parseInt(part.group(2)));
        }
        Duration offset = RuleTexts.duration(part.group(5));
        return HttpDates.format(CookieScene.START.plus(part.group(4).equals("-") ? offset.negated() : offset));
    }
}
