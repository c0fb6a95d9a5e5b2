package dev.hawser.cli.request;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of each command that sends requests of the user's own. */
public final class HeadOptions {
    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            description = "The method; GET, or POST with --data, if not given.")
    private @Nullable String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "Adds a header field. May be repeated.")
    private List<String> headers = new ArrayList<>();

    /** Options that are not given yet. */
    public HeadOptions() {}

    /**
     * The template of requests with these options.
     *
     * @param data as in {@link RequestTemplate#of}
     * @throws dev.hawser.cli.terminal.BadUsage if they make no request
     */
    public RequestTemplate template(List<String> data, InputStream in) {
        return RequestTemplate.of(method, headers, data, in);
    }
}
