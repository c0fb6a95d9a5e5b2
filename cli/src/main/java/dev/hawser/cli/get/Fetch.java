package dev.hawser.cli.get;

import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.cli.request.Urls;
import dev.hawser.cli.terminal.CommandFailure;
import dev.hawser.cli.terminal.Output;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** One request after the other, their responses written to one output. */
final class Fetch {
    private static final int BUFFER = 16 * 1024;

    private final HawserClient client;
    private final Output output;
    private final boolean heads;
    private final boolean fail;

    /**
     * Fetches by this client.
     *
     * @param heads whether the head of a response is written before its body
     * @param fail whether a status of 400 or above is a failure, of which nothing is written
     */
    Fetch(HawserClient client, Output output, boolean heads, boolean fail) {
        this.client = client;
        this.output = output;
        this.heads = heads;
        this.fail = fail;
    }

    void perform(Request request) throws CommandFailure {
        try (Response response = client.newCall(request).execute()) {
            if (fail && response.code() >= 400) {
                throw new CommandFailure(name(request) + ": " + response.code() + " " + response.message());
            }
            if (heads) {
                byte[] head = headOf(response).getBytes(StandardCharsets.UTF_8);
                output.write(head, 0, head.length);
            }
            copy(response.body().byteStream());
        } catch (IOException e) {
            throw new CommandFailure(name(request) + ": " + describe(e), e);
        }
    }

    private void copy(InputStream body) throws IOException, CommandFailure {
        byte[] buffer = new byte[BUFFER];
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            output.write(buffer, 0, count);
            if (body.available() == 0) {
                output.flush();
            }
        }
        output.flush();
    }

    private static String headOf(Response response) {
        StringBuilder head =
                new StringBuilder().append(Heads.statusLine(response)).append("\r\n");
        Headers headers = response.headers();
        for (int i = 0; i < headers.size(); i++) {
            head.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static String name(Request request) {
        return request.method() + " " + Urls.shown(request.url());
    }

    private static String describe(IOException failure) {
        String message = failure.getMessage();
        if (failure instanceof UnknownHostException) {
            return "unknown host: " + message;
        }
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
