package dev.hawser;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.internal.cookies.CookieStore;
import dev.hawser.internal.text.CookieDates;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.rules.Rule;
import java.time.Instant;
import java.util.List;

/** Plays a rule: an empty jar, whose time is the rule's. */
final class CookieScene {
    /** The time when a rule begins. */
    static final Instant START = Instant.ofEpochMilli(new FakeClock().currentTimeMillis());

    private final FakeClock clock = new FakeClock();
    private final MemoryCookieJar jar =
            new MemoryCookieJar(new CookieStore(MemoryCookieJar.MOST_PER_SITE, MemoryCookieJar.MOST, clock));

    /** Plays a rule. */
    void play(Rule<CookieStep> rule) {
        for (CookieStep step : rule.steps()) {
            play(step, rule.name() + " (" + step.place() + ")");
        }
    }

    private void play(CookieStep step, String what) {
        if (step instanceof CookieStep.Answer answer) {
            clock.advance(answer.after());
            Cookie cookie = SetCookieParser.parse(clock.currentTimeMillis(), answer.url(), answer.setCookie());
            if (cookie != null) {
                jar.saveFromResponse(answer.url(), List.of(cookie));
            }
        } else if (step instanceof CookieStep.Ask ask) {
            clock.advance(ask.after());
            String sent = jar.loadForRequest(ask.url()).stream()
                    .map(cookie -> cookie.name() + "=" + cookie.value())
                    .collect(joining("; "));
            assertThat(sent).as("%s: what is sent", what).isEqualTo(ask.cookies());
        } else if (step instanceof CookieStep.Look look) {
            clock.advance(look.after());
            String kept = jar.cookies().stream().map(Cookie::toString).collect(joining(" & "));
            assertThat(kept).as("%s: what is kept", what).isEqualTo(look.cookies());
        } else {
            CookieStep.Date date = (CookieStep.Date) step;
            assertThat(CookieDates.parse(date.text())).as("%s: the date", what).isEqualTo(date.instant());
        }
    }
}
