package dev.hawser.internal.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which domains are public suffixes: those below which anyone may have a domain, as {@code com}, {@code co.uk} and
 * {@code github.io} (publicsuffix.org, of which both the ICANN and the private section count).
 *
 * <p>The table is a tree of labels, the last label of a domain first. A block holds the children of one node, in groups
 * of those whose header is the same. A group is its header (the length of its labels, whether they end a rule, whether
 * they have children), their number, the labels in order, and if they have children the size of each one's block and the
 * blocks. A label {@code *} stands for any, and {@code !} before a label makes it an exception. It is searched as
 * it is, and read with the first question.
 */
public final class PublicSuffixes {
    /** The name of the table beside this class; a test makes it of the list, and holds it against the list. */
    static final String RESOURCE = "public-suffixes.bin";

    static final int LENGTH = 0x3f;
    static final int RULE = 0x40;
    static final int CHILDREN = 0x80;

    private final byte[] tree;

    PublicSuffixes(byte[] tree) {
        this.tree = tree;
    }

    /** The table, read when it is first used. */
    private static final class Table {
        static final PublicSuffixes LOADED = load();
    }

    /**
     * The part of a domain that belongs to one owner: a public suffix and the label before it; without the last dot, if
     * there is one. Null if the domain is a public suffix itself, or has an empty label.
     *
     * @param domain in ASCII and lower case; no IP address
     */
    public static @Nullable String registrableDomain(String domain) {
        return Table.LOADED.registrable(domain);
    }

    @Nullable
    String registrable(String domain) {
        int end = domain.endsWith(".") ? domain.length() - 1 : domain.length();
        if (end <= 0 || domain.startsWith(".") || domain.contains("..")) {
            return null;
        }
        int suffix = suffixStart(domain, end);
        return suffix == 0 ? null : domain.substring(domain.lastIndexOf('.', suffix - 2) + 1, end);
    }

    /** Where the public suffix begins. An exception prevails, then the longest rule; a last label that is not listed is one. */
    private int suffixStart(String domain, int end) {
        int suffix = domain.lastIndexOf('.', end - 1) + 1;
        Node node = new Node(false, 0, tree.length);
        int labelEnd = end;
        while (node != null && node.from < node.to && labelEnd > 0) {
            int start = domain.lastIndexOf('.', labelEnd - 1) + 1;
            String label = domain.substring(start, labelEnd);
            if (child(node, "!" + label) != null) {
                return labelEnd + 1;
            }
            Node exact = child(node, label);
            if (exact != null && exact.endsRule || child(node, "*") != null) {
                suffix = start;
            }
            node = exact;
            labelEnd = start - 1;
        }
        return suffix;
    }

    /**
     * A node of the tree.
     *
     * @param endsRule whether the labels up to here are a rule
     * @param from where the block of its children begins
     * @param to where it ends
     */
    private record Node(boolean endsRule, int from, int to) {}

    private @Nullable Node child(Node parent, String label) {
        byte[] wanted = label.getBytes(StandardCharsets.ISO_8859_1);
        Columns columns = new Columns(tree, parent.from);
        while (columns.position() < parent.to) {
            int header = columns.oneByte();
            int length = header & LENGTH;
            int count = columns.unsigned();
            int labels = columns.position();
            columns.skip(count * length);
            int index = length == wanted.length ? indexOf(wanted, labels, count) : -1;
            int from = 0;
            int to = 0;
            if ((header & CHILDREN) != 0) {
                int all = 0;
                for (int i = 0; i < count; i++) {
                    from = i == index ? all : from;
                    all += columns.unsigned();
                    to = i == index ? all : to;
                }
                from += columns.position();
                to += columns.position();
                columns.skip(all);
            }
            if (index >= 0) {
                return new Node((header & RULE) != 0, from, to);
            }
        }
        return null;
    }

    /** The index of a label among so many of its length, which are in order; -1 if it is not there. */
    private int indexOf(byte[] wanted, int labels, int count) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(wanted, labels + middle * wanted.length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return -1;
    }

    private int compare(byte[] wanted, int at) {
        for (int i = 0; i < wanted.length; i++) {
            int order = wanted[i] - tree[at + i];
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static PublicSuffixes load() {
        try (InputStream in = PublicSuffixes.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no " + RESOURCE + " beside " + PublicSuffixes.class.getName());
            }
            return new PublicSuffixes(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + RESOURCE, e);
        }
    }
}
