package dev.hawser.cli.get;

import dev.hawser.Request;
import dev.hawser.cli.request.RequestTemplate;
import dev.hawser.cli.request.Urls;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what is requested. What they are wrong in is an {@link IllegalArgumentException}. */
final class RequestOptions {
    @Parameters(
            paramLabel = "URL...",
            hideParamSyntax = true,
            arity = "0..*",
            description = "What to fetch, one after the other.")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            description = "The method; GET, or POST with -d, if not given.")
    private @Nullable String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "Adds a header field. May be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DATA",
            description = "Sends this as a form, or as what -H 'Content-Type: ...' says; @FILE sends a file's bytes, "
                    + "@- those of the standard input. Several are joined by '&'.")
    private List<String> data = new ArrayList<>();

    /** The requests, one for each URL. */
    List<Request> requests(InputStream in) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("no URL given");
        }
        RequestTemplate template = RequestTemplate.of(method, headers, data, in);
        return urls.stream().map(url -> template.request(Urls.parse(url))).toList();
    }
}
