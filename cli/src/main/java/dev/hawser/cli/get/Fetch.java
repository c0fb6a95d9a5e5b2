package dev.hawser.cli.get;

import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.cli.terminal.CommandFailure;
import dev.hawser.cli.terminal.Output;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One request after the other, their responses written to one output. */
final class Fetch {
    private static final int BUFFER = 16 * 1024;

    private final HawserClient client;
    private final Output output;
    private final boolean heads;
    private final boolean fail;
    private final LongFunction<Progress> progress;

    /**
     * Fetches by this client.
     *
     * @param heads whether the head of a response is written before its body
     * @param fail whether a status of 400 or above is a failure, of which nothing is written
     * @param progress what shows how far a body of that length is, which is -1 if it is not known
     */
    Fetch(HawserClient client, Output output, boolean heads, boolean fail, LongFunction<Progress> progress) {
        this.client = client;
        this.output = output;
        this.heads = heads;
        this.fail = fail;
        this.progress = progress;
    }

    /**
     * Fetches one; returns what was wrong, or null if all is well.
     *
     * @throws CommandFailure if the output cannot be written
     */
    @Nullable
    String perform(Request request) throws CommandFailure {
        try (Response response = client.newCall(request).execute()) {
            if (fail && response.code() >= 400) {
                return Faults.of(request, response.code() + " " + response.message());
            }
            if (heads) {
                byte[] head = headOf(response).getBytes(StandardCharsets.UTF_8);
                output.write(head, 0, head.length);
            }
            copy(response);
            return null;
        } catch (IOException e) {
            return Faults.of(request, e);
        }
    }

    private void copy(Response response) throws IOException, CommandFailure {
        byte[] buffer = new byte[BUFFER];
        InputStream body = response.body().byteStream();
        try (Progress shown = progress.apply(response.body().contentLength())) {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                output.write(buffer, 0, count);
                shown.add(count);
                if (body.available() == 0) {
                    output.flush();
                }
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
}
