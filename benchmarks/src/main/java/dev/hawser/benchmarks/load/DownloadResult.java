package dev.hawser.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client's downloads came to.
 *
 * @param alone the pace of each, in bytes a second
 * @param beside the pace of each beside slow streams, in bytes a second
 * @param cpuNanosPerByte the processor time of the whole JVM, of those that were alone
 * @param peakHeapBytes at least the most of the heap that was in use, garbage included
 * @param directBytes the memory of direct buffers at the end
 */
public record DownloadResult(
        List<Double> alone, List<Double> beside, double cpuNanosPerByte, long peakHeapBytes, long directBytes) {
    private static final String MARK = "download-result";
    private static final int FIGURES = 4;

    /** The result as one line of output. */
    String toLine() {
        List<String> words = new ArrayList<>(List.of(
                MARK, Double.toString(cpuNanosPerByte), Long.toString(peakHeapBytes), Long.toString(directBytes)));
        alone.forEach(pace -> words.add(pace.toString()));
        words.add("beside");
        beside.forEach(pace -> words.add(pace.toString()));
        return String.join(" ", words);
    }

    /** Reads the result from such a line; empty if it is another one. */
    public static Optional<DownloadResult> of(String line) {
        List<String> words = List.of(line.split(" "));
        if (!words.get(0).equals(MARK)) {
            return Optional.empty();
        }
        int middle = words.indexOf("beside");
        return Optional.of(new DownloadResult(
                paces(words.subList(FIGURES, middle)),
                paces(words.subList(middle + 1, words.size())),
                Double.parseDouble(words.get(1)),
                Long.parseLong(words.get(2)),
                Long.parseLong(words.get(3))));
    }

    private static List<Double> paces(List<String> words) {
        return words.stream().map(Double::valueOf).toList();
    }
}
