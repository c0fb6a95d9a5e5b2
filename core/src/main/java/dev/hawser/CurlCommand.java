package dev.hawser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A request as a command line of curl. */
final class CurlCommand {
    private CurlCommand() {}

    static String of(Request request, boolean includeBody) {
        String url = request.url().toString();
        StringBuilder command = new StringBuilder("curl ").append(quoted(url));
        if (url.chars().anyMatch(c -> "[]{}".indexOf(c) >= 0)) {
            command.append(" --globoff");
        }
        RequestBody body = request.body();
        boolean hasContent = includeBody && body != null && !body.isOneShot() && !body.isDuplex();
        if (request.method().equals("HEAD")) {
            command.append(" --head");
        } else if (!request.method().equals(hasContent ? "POST" : "GET")) {
            command.append(" -X ").append(quoted(request.method()));
        }
        Headers headers = request.headers();
        for (int i = 0; i < headers.size(); i++) {
            appendHeader(command, headers.name(i), headers.value(i));
        }
        MediaType type = body == null ? null : body.contentType();
        if (headers.get("Content-Type") == null) {
            if (type != null) {
                appendHeader(command, "Content-Type", type.toString());
            } else if (hasContent) {
                command.append(" -H 'Content-Type:'"); // else curl takes it for a form
            }
        }
        if (!hasContent || body == null) {
            return command.toString();
        }
        byte[] content = contentOf(body);
        String text = text(content);
        if (text != null) {
            return command.append(" --data-raw ").append(quoted(text)).toString();
        }
        return "echo " + Base64.getEncoder().encodeToString(content) + " | base64 -d | " + command
                + " --data-binary @-";
    }

    private static void appendHeader(StringBuilder command, String name, String value) {
        // curl sends a field without a value only if its name ends in a semicolon.
        command.append(" -H ").append(quoted(value.isEmpty() ? name + ";" : name + ": " + value));
    }

    private static byte[] contentOf(RequestBody body) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try {
            body.writeTo(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content.toByteArray();
    }

    /** The content as text that a shell can hold, or null. */
    private static @Nullable String text(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
