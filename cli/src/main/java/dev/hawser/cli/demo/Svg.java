package dev.hawser.cli.demo;

import java.util.Locale;

/** Markup of a drawing as it grows, element by element; the same for HTML. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    /** Adds markup as it is. */
    Svg add(String markup) {
        text.append(markup).append('\n');
        return this;
    }

    /** Adds a rectangle with round corners, and what is shown when a pointer rests on it. */
    Svg box(String style, double x, double y, double width, double height, String hint) {
        return add(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"3\"%s",
                style,
                number(x),
                number(y),
                number(width),
                number(height),
                end("rect", hint)));
    }

    /** Adds a straight line. */
    Svg line(String style, double x1, double y1, double x2, double y2, String hint) {
        return add(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"%s",
                style,
                number(x1),
                number(y1),
                number(x2),
                number(y2),
                end("line", hint)));
    }

    /** Adds a cross of that size. */
    Svg cross(String style, double x, double y, double size, String hint) {
        String d = number(size);
        return add("<path class=\"" + style + "\" d=\"M" + number(x - size / 2) + " " + number(y - size / 2) + "l" + d
                + " " + d + "m0 -" + d + "l-" + d + " " + d + "\"" + end("path", hint));
    }

    /** Adds a line of text; {@code y} is its base line. */
    Svg label(String style, double x, double y, String label) {
        return add("<text class=\"" + style + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\">" + escape(label)
                + "</text>");
    }

    private static String end(String element, String hint) {
        return hint.isEmpty() ? "/>" : "><title>" + escape(hint) + "</title></" + element + ">";
    }

    /** A number to a tenth, without needless digits. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** Text as content or as the value of an attribute. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
