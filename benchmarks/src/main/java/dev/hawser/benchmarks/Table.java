package dev.hawser.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown whose columns are as wide as they must be. The first column is text, the others are figures. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... titles) {
        rows.add(List.of(titles));
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(r).get(i);
                String space = " ".repeat(widths[i] - cell.length());
                text.append(i == 0 ? "| " + cell + space : " | " + space + cell);
            }
            text.append(" |\n");
            if (r == 0) {
                for (int i = 0; i < columns; i++) {
                    text.append('|').append("-".repeat(widths[i] + 1)).append(i == 0 ? "-" : ":");
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }
}
