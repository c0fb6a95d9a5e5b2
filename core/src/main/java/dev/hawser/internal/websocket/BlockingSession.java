package dev.hawser.internal.websocket;

import dev.hawser.BlockingWebSocket;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.WebSocketMessage;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket for threads that wait: a session whose listener is a mailbox. Neither refers to this, so that {@link Holders} can tell
 * whether the user does; it counts as held for as long as one of its methods waits.
 */
final class BlockingSession implements BlockingWebSocket {
    private final WebSocketSession session;
    private final Mailbox mailbox;
    private final Response response;

    BlockingSession(WebSocketSession session, Mailbox mailbox, Response response) {
        this.session = session;
        this.mailbox = mailbox;
        this.response = response;
    }

    @Override
    public Request request() {
        return session.request();
    }

    @Override
    public Response response() {
        return response;
    }

    @Override
    public void send(String text) throws IOException {
        try {
            session.sendNow(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        try {
            session.sendNow(Opcode.BINARY, Objects.requireNonNull(bytes, "bytes"));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public @Nullable WebSocketMessage receive() throws IOException {
        return take(0);
    }

    @Override
    public @Nullable WebSocketMessage receive(Duration timeout) throws IOException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        if (nanos <= 0) {
            throw new IllegalArgumentException("timeout is not above 0: " + timeout);
        }
        return take(nanos);
    }

    private @Nullable WebSocketMessage take(long nanos) throws IOException {
        try {
            return mailbox.take(nanos);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public int closeCode() {
        return mailbox.closeCode();
    }

    @Override
    public String closeReason() {
        return mailbox.closeReason();
    }

    @Override
    public void close(int code, @Nullable String reason) throws IOException {
        try {
            boolean begins = session.close(code, reason);
            if (!begins && mailbox.hasEnded()) {
                return;
            }
            mailbox.discard();
            mailbox.awaitEnd();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void close() throws IOException {
        close(CloseCode.NORMAL, null);
    }

    @Override
    public void cancel() {
        mailbox.discard();
        session.cancel();
    }
}
