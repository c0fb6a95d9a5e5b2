package dev.hawser.internal.client;

import static dev.hawser.internal.client.CachingStep.MEANWHILE;

import dev.hawser.Headers;
import dev.hawser.internal.client.CachingStep.Exchange;
import dev.hawser.internal.client.CachingStep.Message;
import dev.hawser.internal.text.HttpDates;
import dev.hawser.rules.Rule;
import dev.hawser.rules.RuleTexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads rules from a text, as {@link RuleTexts} does. A rule is a sentence, and below it, set in, a line for each request:
 *
 * <pre>
 * A response is used for as long as max-age says
 *     GET        -&gt; 200 | Cache-Control: max-age=60 | ETag: "v1"
 *     +59s GET   == 200 | Age: 59
 *     +1s  GET   -&gt; [If-None-Match: "v1"] 304 =&gt; 200
 * </pre>
 *
 * <p>Left of the arrow: the time that passes before, the method, the path if it is not {@code /}, the fields that the user gives. Right of
 * {@code ==}: what the cache answers, without the server. Right of {@code ->}: what the server is sent, in brackets, how long it
 * takes ({@code after 5s}), and what it answers; {@code 103, 200} is an interim response and the final one, and {@code hangs up} none. Behind
 * {@code =>}: what the user sees, where it is not that; {@code fails} is an exception.
 *
 * <p>The n-th answer of the server has the body {@code #n} and a {@code Date}, unless it says otherwise ({@code "abc"}, {@code no Date}). What the cache
 * answers has the body {@code #1}, unless it says otherwise. The request at the server has the conditions that the brackets name, and
 * no others; other fields only if they are named, too. {@code {-60}} is the date of a minute before the first request.
 * {@code meanwhile} stands for a request that the cache makes by itself.
 */
final class CachingRules {
    private static final Pattern STEP =
            Pattern.compile("(?:\\+(?<wait>\\d+[smhd]) +)?(?<method>[\\w-]+)(?: +(?<path>/\\S*))?"
                    + "(?<asked>(?: +\\|.*?)?) +(?<arrow>->|==) +(?<answer>.*)");
    private static final Pattern EXCHANGE = Pattern.compile("(?:\\[(?<sent>.*?)] +)?(?:after (?<delay>\\d+[smhd]) +)?"
            + "(?:hangs up|(?:(?<interim>1\\d\\d), +)?(?<answer>\\d.*?))(?: +=> +(?<seen>.*))?");
    private static final Pattern MESSAGE =
            Pattern.compile("(?<code>\\d{3}|fails)(?: +(?<body>#\\d+|\"[^\"]*\"))?(?<fields>(?: +\\|.*)?)");
    private static final Pattern DATE = Pattern.compile("\\{([+-]?\\d+)}");

    private static final RuleTexts<CachingStep> TEXTS = new RuleTexts<>(CachingRules::step);

    private CachingRules() {}

    /** The rules of a file. */
    static List<Rule<CachingStep>> in(String file) throws IOException {
        return TEXTS.in(CachingRules.class, "caching", file);
    }

    /** The rules in these lines. */
    static List<Rule<CachingStep>> read(String file, List<String> lines) {
        return TEXTS.read(file, lines);
    }

    private static CachingStep step(String line, String place) {
        Matcher step = matched(STEP, line, place);
        String answer = step.group("answer");
        String method = step.group("method");
        boolean byServer = step.group("arrow").equals("->");
        Exchange server = byServer ? exchange(answer, place) : null;
        String seen = byServer ? matched(EXCHANGE, answer, place).group("seen") : answer;
        if (method.equals(MEANWHILE) && (server == null || seen != null)) {
            throw new IllegalArgumentException(place + ": nobody sees what the cache asks: " + line);
        }
        return new CachingStep(
                line,
                RuleTexts.duration(step.group("wait")),
                method,
                step.group("path") == null ? "/" : step.group("path"),
                headers(fields(step.group("asked"))),
                server,
                seen == null ? null : message(seen, place));
    }

    private static Exchange exchange(String text, String place) {
        Matcher exchange = matched(EXCHANGE, text, place);
        String sent = exchange.group("sent");
        String interim = exchange.group("interim");
        String answer = exchange.group("answer");
        return new Exchange(
                headers(sent == null ? List.of() : fields("| " + sent)),
                RuleTexts.duration(exchange.group("delay")),
                interim == null ? 0 : Integer.parseInt(interim),
                answer == null ? null : message(answer, place));
    }

    private static Message message(String text, String place) {
        Matcher message = matched(MESSAGE, text, place);
        String code = message.group("code");
        String body = message.group("body");
        List<String> present = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (String field : fields(message.group("fields"))) {
            if (field.startsWith("no ")) {
                absent.add(field.substring(3));
            } else {
                present.add(field);
            }
        }
        return new Message(
                code.equals("fails") ? 0 : Integer.parseInt(code),
                body == null || body.startsWith("#") ? body : body.substring(1, body.length() - 1),
                headers(present),
                absent);
    }

    private static Matcher matched(Pattern form, String text, String place) {
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(place + ": cannot be read: " + text);
        }
        return matcher;
    }

    /** The fields of a text in which a bar stands before each. */
    private static List<String> fields(String text) {
        String bare = text.strip();
        return bare.isEmpty() ? List.of() : List.of(bare.substring(1).strip().split(" +\\| +"));
    }

    private static Headers headers(List<String> lines) {
        Headers.Builder headers = new Headers.Builder();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            headers.addUnsafeNonAscii(
                    line.substring(0, colon),
                    DATE.matcher(value).replaceAll(date -> date(Long.parseLong(date.group(1)))));
        }
        return headers.build();
    }

    private static String date(long seconds) {
        return HttpDates.format(CachingScene.START.plusSeconds(seconds));
    }
}
