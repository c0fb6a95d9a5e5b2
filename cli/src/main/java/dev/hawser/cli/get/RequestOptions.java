package dev.hawser.cli.get;

import dev.hawser.Request;
import dev.hawser.cli.request.HeadOptions;
import dev.hawser.cli.request.RequestTemplate;
import dev.hawser.cli.request.Urls;
import dev.hawser.cli.terminal.BadUsage;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what is requested. */
final class RequestOptions {
    @Parameters(
            paramLabel = "URL...",
            hideParamSyntax = true,
            arity = "0..*",
            description = "What to fetch, one after the other.")
    private List<String> urls = new ArrayList<>();

    @Mixin
    private HeadOptions head = new HeadOptions();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DATA",
            description = "Sends this as a form, or as what -H 'Content-Type: ...' says; @FILE sends a file's bytes, "
                    + "@- those of the standard input. Several are joined by '&'.")
    private List<String> data = new ArrayList<>();

    /**
     * The requests, one for each URL.
     *
     * @throws BadUsage if they make none
     */
    List<Request> requests(InputStream in) {
        if (urls.isEmpty()) {
            throw new BadUsage("no URL given");
        }
        RequestTemplate template = head.template(data, in);
        return urls.stream().map(url -> template.request(Urls.parse(url))).toList();
    }
}
