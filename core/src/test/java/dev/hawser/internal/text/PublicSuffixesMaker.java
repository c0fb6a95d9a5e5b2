package dev.hawser.internal.text;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes the table of {@link PublicSuffixes} of the list that httpclient5 carries. */
final class PublicSuffixesMaker {
    private static final String LIST = "/org/publicsuffix/list/effective_tld_names.dat";
    private static final String VERSION = "// VERSION: ";

    private PublicSuffixesMaker() {}

    /** The rules of the list, of both sections, in ASCII. */
    static List<String> rules() {
        return lines().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .map(line -> Idna.toAscii(line.split("\\s")[0]))
                .toList();
    }

    /** The version that the list says it is. */
    static String version() {
        return lines().stream()
                .filter(line -> line.startsWith(VERSION))
                .map(line -> line.substring(VERSION.length()))
                .findFirst()
                .orElseThrow();
    }

    static byte[] make(List<String> rules) {
        Node root = new Node();
        rules.forEach(root::add);
        return root.block();
    }

    private static List<String> lines() {
        try (InputStream in = Objects.requireNonNull(PublicSuffixesMaker.class.getResourceAsStream(LIST), LIST);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A label, by its place in the tree. */
    private static final class Node {
        private final Map<String, Node> children = new TreeMap<>();
        private boolean endsRule;

        void add(String rule) {
            boolean exception = rule.startsWith("!");
            List<String> labels = new ArrayList<>(List.of((exception ? rule.substring(1) : rule).split("\\.")));
            if (labels.lastIndexOf("*") > 0 || labels.stream().anyMatch(label -> label.length() > 62)) {
                throw new IllegalArgumentException("the table has no room for a rule such as " + rule);
            }
            if (exception) {
                labels.set(0, "!" + labels.get(0));
            }
            Node node = this;
            for (int i = labels.size() - 1; i >= 0; i--) {
                node = node.children.computeIfAbsent(labels.get(i), label -> new Node());
            }
            node.endsRule = true;
        }

        byte[] block() {
            Map<Integer, TreeSet<String>> groups = new TreeMap<>();
            children.forEach((label, node) -> groups.computeIfAbsent(node.header(label), header -> new TreeSet<>())
                    .add(label));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            groups.forEach((header, labels) -> {
                out.write(header);
                unsigned(labels.size(), out);
                labels.forEach(label -> out.writeBytes(label.getBytes(StandardCharsets.US_ASCII)));
                if ((header & PublicSuffixes.CHILDREN) != 0) {
                    List<byte[]> blocks = labels.stream()
                            .map(label ->
                                    Objects.requireNonNull(children.get(label)).block())
                            .toList();
                    blocks.forEach(block -> unsigned(block.length, out));
                    blocks.forEach(out::writeBytes);
                }
            });
            return out.toByteArray();
        }

        private int header(String label) {
            return label.length()
                    | (endsRule ? PublicSuffixes.RULE : 0)
                    | (children.isEmpty() ? 0 : PublicSuffixes.CHILDREN);
        }

        private static void unsigned(int value, ByteArrayOutputStream out) {
            int rest = value;
            while (rest > 0x7f) {
                out.write(rest & 0x7f | 0x80);
                rest >>>= 7;
            }
            out.write(rest);
        }
    }
}
