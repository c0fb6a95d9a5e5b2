package dev.hawser.cli.get;

import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.MediaType;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what is requested. What they are wrong in is an {@link IllegalArgumentException}. */
final class RequestOptions {
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

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
        Headers fields = fields();
        byte @Nullable [] content = data.isEmpty() ? null : content(in);
        return urls.stream().map(url -> request(url(url), fields, content)).toList();
    }

    private Request request(HttpUrl url, Headers fields, byte @Nullable [] content) {
        String verb = method != null ? method : content == null ? "GET" : "POST";
        RequestBody body = null;
        if (content != null) {
            body = RequestBody.create(content, fields.get("Content-Type") == null ? FORM : null);
        } else if (hasContentAlways(verb)) {
            body = RequestBody.create(new byte[0]);
        }
        return new Request.Builder().url(url).headers(fields).method(verb, body).build();
    }

    /** Whether a request of that method has content, if only an empty one. */
    private static boolean hasContentAlways(String method) {
        return switch (method) {
            case "POST", "PUT", "PATCH", "PROPPATCH", "REPORT", "QUERY" -> true;
            default -> false;
        };
    }

    private Headers fields() {
        Headers.Builder fields = new Headers.Builder();
        for (String header : headers) {
            try {
                fields.add(header);
            } catch (IllegalArgumentException e) {
                String name = header.substring(0, Math.max(header.indexOf(':'), 0));
                throw new IllegalArgumentException(
                        "bad header" + (name.isEmpty() ? "" : " '" + name + "'") + ": " + e.getMessage(), e);
            }
        }
        return fields.build();
    }

    private static HttpUrl url(String text) {
        try {
            return HttpUrl.get(text);
        } catch (IllegalArgumentException e) {
            boolean schemeMissing = !text.contains("://") && HttpUrl.parse("http://" + text) != null;
            throw new IllegalArgumentException(
                    "bad URL '" + withoutUser(text) + "': "
                            + (schemeMissing ? "did you mean 'http://" + withoutUser(text) + "'?" : e.getMessage()),
                    e);
        }
    }

    /** The text without what may be a user's name and password. */
    private static String withoutUser(String text) {
        return text.replaceFirst("^([^/@]*//)?[^/]*@", "$1");
    }

    private byte[] content(InputStream in) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (String part : data) {
            if (joined.size() > 0) {
                joined.write('&');
            }
            joined.writeBytes(
                    part.startsWith("@") ? file(part.substring(1), in) : part.getBytes(StandardCharsets.UTF_8));
        }
        return joined.toByteArray();
    }

    private static byte[] file(String name, InputStream in) {
        try {
            return name.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("cannot read '" + name + "': " + reason(e), e);
        }
    }

    /** What is wrong with a file, without its name. */
    static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
