package dev.hawser.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.HttpUrl;
import dev.hawser.Retirement;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class PictureTest {
    private static final long MS = 1_000_000;

    private static List<Element> elements(String svg, String tag, String style) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        NodeList all = document.getElementsByTagName(tag);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element each = (Element) all.item(i);
            if (each.getAttribute("class").equals(style)) {
                found.add(each);
            }
        }
        return found;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    /** The bars of a style; the first one explains the style. */
    private static List<Element> bars(String svg, String style) throws Exception {
        List<Element> bars = elements(svg, "rect", style);
        return bars.subList(1, bars.size());
    }

    private static ExperimentRecord experiment(List<PoolEvent> events, List<Exchange> exchanges) {
        Plan plan = new Plan(1, 1, 5, Duration.ofMinutes(5), Plan.Rhythm.NONE, Duration.ofSeconds(1));
        return new ExperimentRecord(plan, Sample.TARGET, List.of(0L), events, exchanges, 1, 1);
    }

    @Test
    void thePageNeedsNothingElse() {
        String page = new Picture(Sample.experiment()).text();

        assertThat(page).doesNotContain("<script", "src=", "@import", "<link", "${");
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://", "https://");
        assertThat(page).contains("prefers-color-scheme: dark").startsWith("<!doctype html>");
    }

    @Test
    void theHeadlineSaysWhatOneSees() {
        assertThat(Story.headline(Sample.experiment()))
                .isEqualTo("4 requests, 3 connections opened: 1 request used a kept one");
        assertThat(new Picture(Sample.experiment()).text())
                .contains("<h1>4 requests, 3 connections opened: 1 request used a kept one</h1>");
    }

    @Test
    void eachConnectionIsInTheTableWithItsEnd() {
        assertThat(new Picture(Sample.experiment()).text())
                .contains("<td>#1</td><td class=\"n\">2.0 ms</td><td class=\"n\">1.00 ms</td><td>1</td>"
                        + "<td class=\"n\">0</td><td><span class=\"closed\">closed: IDLE_LIMIT</span> at 6.0 ms</td>")
                .contains("<td>#3</td><td class=\"n\">12.0 ms</td><td class=\"n\">–</td><td>4</td>"
                        + "<td class=\"n\">0</td><td>idle</td>")
                .contains("1 connection closed: PEER_CLOSED</span> means: the server closed it while it was idle.");
    }

    @Test
    void theDrawingHasALaneForEachConnectionAndABarForEachRequest() throws Exception {
        String svg = new TimeLine(Sample.experiment()).markup();

        assertThat(elements(svg, "text", "lane-name"))
                .extracting(Element::getTextContent)
                .containsExactly("#1", "#2", "#3");
        assertThat(bars(svg, "first")).hasSize(3);
        assertThat(bars(svg, "again")).hasSize(1);
        assertThat(bars(svg, "again").get(0).getTextContent())
                .isEqualTo("Request 3 of wave 2\nover #2, which had carried 1 request\n"
                        + "waited 1.00 ms for the connection\nanswered 200 after 3.00 ms");
        assertThat(bars(svg, "waiting")).hasSize(3);
        assertThat(elements(svg, "text", "fate closed"))
                .extracting(Element::getTextContent)
                .containsExactly("closed: IDLE_LIMIT", "closed: PEER_CLOSED");
        assertThat(elements(svg, "text", "wave-name"))
                .extracting(Element::getTextContent)
                .containsExactly("wave 1", "wave 2");
    }

    @Test
    void barsStandWhereTheirTimesAre() throws Exception {
        String svg = new TimeLine(Sample.experiment()).markup();

        Element first = bars(svg, "first").get(1);
        Element again = bars(svg, "again").get(0);
        assertThat(number(first, "y")).isEqualTo(number(again, "y"));
        double perMilli = number(first, "width") / 4;
        assertThat((number(again, "x") - number(first, "x")) / perMilli).isBetween(9.9, 10.1);
        assertThat(number(again, "width") / perMilli).isBetween(1.9, 2.1);
    }

    @Test
    void nothingOverlapsAndNothingIsCutOffWhereTimesAreShort() throws Exception {
        List<PoolEvent> events = List.of(
                new PoolEvent.Opened(10, 1, null), new PoolEvent.Retired(400 * MS, 1, Retirement.KEEP_ALIVE_EXPIRED));
        List<Exchange> exchanges = List.of(
                new Exchange(1000, 1, 1, 200, 0, 10, 50 * MS),
                new Exchange(1001, 1, 1, 200, 0, 20 * MS, 400 * MS - 1),
                new Exchange(1002, 1, 1, 200, 0, 399 * MS, 399 * MS + 10));
        String svg = new TimeLine(experiment(events, exchanges)).markup();

        List<Element> bars = new ArrayList<>(bars(svg, "first"));
        bars.addAll(bars(svg, "again"));
        for (int i = 1; i < bars.size(); i++) {
            assertThat(number(bars.get(i - 1), "x") + number(bars.get(i - 1), "width"))
                    .isLessThanOrEqualTo(number(bars.get(i), "x") + 0.1);
        }
        assertThat(elements(svg, "text", "number on-again"))
                .as("a number without room in its bar is left out")
                .extracting(Element::getTextContent)
                .containsExactly("n", "1001");
        Element fate = elements(svg, "text", "fate closed").get(0);
        Element last = bars.get(bars.size() - 1);
        assertThat(number(fate, "x")).isGreaterThan(number(last, "x") + number(last, "width") + 9);
        assertThat(number(fate, "x") + 12 * 0.66 * fate.getTextContent().length())
                .isLessThanOrEqualTo(1120);
    }

    @Test
    void wavesThatAreCloseToOneAnotherAreNotAllNamed() throws Exception {
        ExperimentRecord sample = Sample.experiment();
        List<Long> starts = new ArrayList<>();
        for (long i = 0; i < 100; i++) {
            starts.add(i * MS / 10);
        }
        ExperimentRecord many =
                new ExperimentRecord(sample.plan(), sample.target(), starts, sample.events(), sample.exchanges(), 1, 1);

        String svg = new TimeLine(many).markup();
        List<Element> names = elements(svg, "text", "wave-name");
        assertThat(elements(svg, "line", "wave")).hasSize(100);
        assertThat(names).hasSizeBetween(2, 30);
        for (int i = 1; i < names.size(); i++) {
            assertThat(number(names.get(i), "x") - number(names.get(i - 1), "x"))
                    .isGreaterThan(50);
        }
    }

    @Test
    void aForeignUrlCannotBreakOutOfThePage() {
        ExperimentRecord sample = Sample.experiment();
        Target target = new Target.Foreign(HttpUrl.get("http://h/?a=<b>&c='${drawing}"));
        String page = new Picture(new ExperimentRecord(
                        sample.plan(),
                        target,
                        sample.waveStartNanos(),
                        sample.events(),
                        sample.exchanges(),
                        sample.poolConnections(),
                        sample.poolIdle()))
                .text();

        assertThat(page).doesNotContain("<b>");
        assertThat(page.split("<svg", -1)).hasSize(2);
    }

    @Test
    void eachReasonIsToldInWords() {
        for (Retirement reason : Retirement.values()) {
            assertThat(Story.reason(reason, Sample.PLAN)).isNotBlank().doesNotContain("_");
        }
        assertThat(Story.reason(Retirement.IDLE_LIMIT, Sample.PLAN)).contains("more than 1 were idle");
    }
}
