package dev.hawser;

import dev.hawser.internal.text.EncodeSet;
import dev.hawser.internal.text.PercentEncoding;
import java.util.ArrayList;
import java.util.List;

/** A path as a list of at least one segment, kept in their encoded form and without dot segments. */
final class PathSegments {
    private final List<String> segments;

    /** The path {@code /}. */
    PathSegments() {
        this(List.of(""));
    }

    /** The path of segments in their encoded form. */
    PathSegments(List<String> segments) {
        this.segments = new ArrayList<>(segments);
    }

    /** Adds all segments of a text, set off by slashes of either kind. */
    void addAll(String text, EncodeSet set) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean last = i == text.length();
            if (last || text.charAt(i) == '/' || text.charAt(i) == '\\') {
                add(text.substring(start, i), set, !last);
                start = i + 1;
            }
        }
    }

    /** Adds a segment in place of an empty last one; a slash adds an empty one behind it. */
    void add(String text, EncodeSet set, boolean slash) {
        String segment = PercentEncoding.encode(text, set);
        int last = segments.size() - 1;
        if (UrlParser.isDoubleDot(segment, 0, segment.length())) {
            goUp();
            return;
        }
        if (UrlParser.isSingleDot(segment, 0, segment.length())) {
            return;
        }
        if (segments.get(last).isEmpty()) {
            segments.set(last, segment);
        } else {
            segments.add(segment);
        }
        if (slash) {
            segments.add("");
        }
    }

    /** Puts another segment in place of that at {@code index}. */
    void set(int index, String text, EncodeSet set) {
        String segment = PercentEncoding.encode(text, set);
        if (UrlParser.isSingleDot(segment, 0, segment.length())
                || UrlParser.isDoubleDot(segment, 0, segment.length())) {
            throw new IllegalArgumentException("unexpected path segment: " + text);
        }
        segments.set(index, segment);
    }

    void remove(int index) {
        segments.remove(index);
        if (segments.isEmpty()) {
            segments.add("");
        }
    }

    /** Appends the path in its encoded form. */
    void appendTo(StringBuilder out) {
        for (String segment : segments) {
            out.append('/').append(segment);
        }
    }

    /** Removes the last segment, and with an empty one the one before it, and ends with a slash. */
    private void goUp() {
        int last = segments.size() - 1;
        if (segments.remove(last).isEmpty() && last > 0) {
            segments.set(last - 1, "");
        } else {
            segments.add("");
        }
    }
}
