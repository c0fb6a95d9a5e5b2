package dev.hawser.urlconnection;

import dev.hawser.RequestBody;
import dev.hawser.Response;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The sending of one request with a body, on whichever thread, and the head of its response. */
final class Sending {
    private final Conversation conversation;
    private final CompletableFuture<Response> response = new CompletableFuture<>();

    Sending(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Sends the request, and waits for the head of its response. */
    void send(RequestBody body) {
        try {
            response.complete(conversation.send(body));
        } catch (IOException | RuntimeException | Error e) {
            response.completeExceptionally(e);
        }
    }

    /** The response; waits for it. */
    Response response() throws IOException {
        try {
            return response.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the response");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException told) {
                throw told;
            }
            throw new IOException(e.getCause());
        }
    }

    /** Ends it, from any thread. A response that came, or comes all the same, is closed. */
    void cancel() {
        if (!response.isDone()) {
            conversation.cancel();
        }
        CompletableFuture<Void> unused = response.thenAccept(Response::close);
    }
}
