package dev.hawser.sse;

import dev.hawser.Request;
import dev.hawser.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The events of one response. Closing the response ends it. */
final class ResponseSource implements EventSource {
    private static final int PIECE = 1 << 13;

    private final Response response;

    /** Whether the end of the response is our own doing. */
    private volatile boolean canceled;

    private ResponseSource(Response response) {
        this.response = response;
    }

    static void process(Response response, EventSourceListener listener) {
        ResponseSource source = new ResponseSource(response);
        try (response) {
            try {
                IOException refusal = Acceptance.refusal(response);
                if (refusal != null) {
                    throw refusal;
                }
                listener.onOpen(source, response);
                EventParser parser = new EventParser(
                        new EventParser.Sink() {
                            @Override
                            public void event(@Nullable String id, @Nullable String type, String data) {
                                listener.onEvent(source, id, type, data);
                            }

                            @Override
                            public void retry(long millis) {}
                        },
                        SourceSettings.DEFAULT.maxEventBytes());
                read(response, parser);
            } catch (IOException e) {
                listener.onFailure(source, source.canceled ? new IOException("Canceled", e) : e, response);
                return;
            } catch (RuntimeException e) {
                listener.onFailure(source, e, response);
                return;
            }
            listener.onClosed(source);
        }
    }

    /** Reads to the end of a response. */
    static void read(Response response, EventParser parser) throws IOException {
        InputStream in = response.body().byteStream();
        byte[] piece = new byte[PIECE];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            parser.read(piece, 0, count);
        }
    }

    @Override
    public Request request() {
        return response.request();
    }

    @Override
    public void cancel() {
        canceled = true;
        response.close();
    }
}
