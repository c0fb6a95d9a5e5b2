package dev.hawser.cli.terminal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what a misspelt word was meant to be. */
final class Spelling {
    private static final int MOST_MISTAKES = 2;

    private Spelling() {}

    /** The word that is at most two mistakes away, and the fewest. */
    static Optional<String> nearest(String typed, Collection<String> words) {
        return words.stream()
                .filter(word -> mistakes(typed, word) <= MOST_MISTAKES && 2 * mistakes(typed, word) < word.length())
                .min(Comparator.<String>comparingInt(word -> mistakes(typed, word))
                        .thenComparing(word -> word));
    }

    /** How many letters must be added, left out, replaced or swapped with their neighbours to make one of the other. */
    static int mistakes(String a, String b) {
        int[][] count = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    count[i][j] = i + j;
                    continue;
                }
                int replaced = count[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                count[i][j] = Math.min(replaced, 1 + Math.min(count[i - 1][j], count[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    count[i][j] = Math.min(count[i][j], 1 + count[i - 2][j - 2]);
                }
            }
        }
        return count[a.length()][b.length()];
    }
}
