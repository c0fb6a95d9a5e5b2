package dev.hawser.cli.request;

import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.MediaType;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.cli.terminal.FileFaults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that lacks its URL only. */
public final class RequestTemplate {
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

    private final @Nullable String method;
    private final Headers fields;
    private final byte @Nullable [] content;

    private RequestTemplate(@Nullable String method, Headers fields, byte @Nullable [] content) {
        this.method = method;
        this.fields = fields;
        this.content = content;
    }

    /**
     * A template of what was typed.
     *
     * @param method the method, or null for POST if there are data and GET if not
     * @param headers lines such as {@code NAME: VALUE}
     * @param data what is sent, joined by {@code &}; {@code @FILE} is a file's bytes, {@code @-} those of {@code in}
     * @throws IllegalArgumentException if they make no request; the message says what is wrong
     */
    public static RequestTemplate of(@Nullable String method, List<String> headers, List<String> data, InputStream in) {
        return new RequestTemplate(method, fields(headers), data.isEmpty() ? null : content(data, in));
    }

    /**
     * The request for that URL.
     *
     * @throws IllegalArgumentException if the method and the content do not go together
     */
    public Request request(HttpUrl url) {
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

    private static Headers fields(List<String> headers) {
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

    private static byte[] content(List<String> data, InputStream in) {
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
            throw new IllegalArgumentException("cannot read '" + name + "': " + FileFaults.reason(e), e);
        }
    }
}
