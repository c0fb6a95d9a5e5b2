package dev.hawser.internal.websocket;

import dev.hawser.Call;
import dev.hawser.Callback;
import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.UpgradedSocket;
import dev.hawser.WebSocket;
import dev.hawser.WebSocketListener;
import dev.hawser.WebSocketRefusedException;
import dev.hawser.WebSocketSettings;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.Alarm;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket from its opening handshake to its end. One thread reads, and calls the listener; {@link Sender} has another while there is
 * something to send. Whatever ends the WebSocket, the reading thread tells it, as the last thing.
 */
final class WebSocketSession implements WebSocket, Sender.Watcher {
    /** How long a server may take to read why it failed, and to end the connection. */
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final System.Logger LOG = System.getLogger("dev.hawser.BlockingWebSocket");

    private final WebSockets home;
    private final Request request;
    private final OpeningHandshake handshake;
    private final WebSocketListener listener;
    private final WebSocketSettings settings;
    private final Call call;
    private final Runnable onEnd;
    private final Runnable onCut;
    private final Sender sender;
    private final Pulse pulse;
    private final Alarm pulseAlarm;
    private final Alarm closeAlarm;

    private final Incoming incoming = new Incoming();

    /**
     * A WebSocket that is not connected.
     *
     * @param onEnd is run when all is over, on whatever thread found that
     * @param onCut is run when this side ends it at once, or nobody holds it any more, so that a listener that waits for something
     *     gives that up; does not block
     */
    WebSocketSession(WebSockets home, Request request, WebSocketListener listener, Runnable onEnd, Runnable onCut) {
        this.home = home;
        this.request = request;
        this.listener = listener;
        this.onEnd = onEnd;
        this.onCut = onCut;
        this.settings = home.settings();
        this.handshake = new OpeningHandshake(request, home.nonce(), settings.compression());
        this.call = home.newCall(handshake.request());
        this.sender = new Sender(settings.maxQueueBytes(), home.workers(), this);
        this.pulse = new Pulse(home.pingNanos(), sender::ping, this::cut);
        this.pulseAlarm = home.alarms().alarm(pulse::beat);
        this.closeAlarm = home.alarms().alarm(now -> {
            cut(new SocketTimeoutException("the closing was not over within "
                    + settings.closeTimeout().toMillis() + " ms (closeTimeout): no Close frame has "
                    + (sender.hasSentClose() ? "come" : "left")));
            return Alarm.NEVER;
        });
    }

    /** Connects, and goes on, on threads of its own. */
    void connectLater() {
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                ended(sender.fail(e), null);
            }

            @Override
            public void onResponse(Call answered, Response response) {
                DeflateTerms terms;
                try {
                    terms = handshake.accepted(response);
                } catch (WebSocketRefusedException e) {
                    try (response) {
                        ended(sender.fail(e), response);
                    }
                    return;
                }
                begin(response, terms);
            }
        });
    }

    /** Connects on this thread, and goes on on others. */
    Response connect() throws IOException {
        Response response = call.execute();
        DeflateTerms terms;
        try {
            terms = handshake.accepted(response);
        } catch (WebSocketRefusedException e) {
            response.close();
            throw e;
        }
        begin(response, terms);
        return shown(response);
    }

    /** Has the open WebSocket run on a thread of its own. */
    private void begin(Response response, @Nullable DeflateTerms terms) {
        boolean begun = false;
        try {
            home.workers().execute(() -> run(response, terms));
            begun = true;
        } finally {
            if (!begun) {
                response.close();
                ended(sender.fail(new IOException("no thread for a WebSocket")), null);
            }
        }
    }

    /** The response as users see it: it does not hand the connection over to them, and may be closed without effect. */
    private static Response shown(Response response) {
        return response.newBuilder().trailers(Headers::of).build();
    }

    /** The life of the open WebSocket, on the thread that reads. */
    private void run(Response response, @Nullable DeflateTerms terms) {
        UpgradedSocket socket = Objects.requireNonNull(response.socket());
        MessageInflater inflater = terms == null ? null : new MessageInflater(terms.serverForgets());
        MessageDeflater deflater =
                terms == null ? null : new MessageDeflater(terms.clientWindowBits(), terms.clientForgets());
        Throwable failure = null;
        try {
            sender.start(new FrameWriter(
                    socket.outputStream(),
                    home.maskKeys(),
                    deflater,
                    settings.minMessageToCompress(),
                    new byte[Buffers.SIZE]));
            if (home.pingNanos() > 0) {
                pulseAlarm.ringBy(pulse.firstNanos(home.clock().nanoTime()));
            }
            listener.onOpen(this, shown(response));
            receive(socket.inputStream(), inflater);
        } catch (FrameException e) {
            failure = e; // whatever came of the last words
            IOException unused = sender.fail(e);
        } catch (IOException e) {
            failure = sender.fail(e);
        } catch (Throwable e) {
            failure = e;
            IOException unused = sender.fail(new IOException("the WebSocket's listener threw " + e, e));
        }
        response.close();
        sender.end();
        pulse.end();
        pulseAlarm.cancel();
        closeAlarm.cancel();
        if (inflater != null) {
            inflater.close();
        }
        if (deflater != null) {
            deflater.close();
        }
        ended(failure, null);
    }

    /** Tells how it ended. */
    private void ended(@Nullable Throwable failure, @Nullable Response response) {
        try {
            if (failure == null) {
                listener.onClosed(this, incoming.closeCode, incoming.closeReason);
            } else {
                listener.onFailure(this, failure, response);
            }
        } finally {
            home.ended(this);
            onEnd.run();
        }
    }

    /** Reads until both sides have closed. */
    private void receive(InputStream in, @Nullable MessageInflater inflater) throws IOException {
        FrameReader frames =
                new FrameReader(new MessageAssembler(incoming, settings.maxMessageBytes(), inflater), inflater != null);
        byte[] bytes = new byte[Buffers.SIZE];
        try {
            while (!frames.isClosed()) {
                frames.read(bytes, 0, read(in, bytes));
            }
        } catch (FrameException e) {
            sayLastWords(e.closeCode(), in, bytes);
            throw e;
        }
        sender.closeReceived();
        closeAlarm.ringBy(home.clock().nanoTime() + settings.closeTimeout().toNanos());
        listener.onClosing(this, incoming.closeCode, incoming.closeReason);
        boolean unused = sender.close(incoming.closeCode, "");
        sender.awaitCloseSent();
    }

    private int read(InputStream in, byte[] bytes) throws IOException {
        pulse.listening();
        int count = in.read(bytes);
        pulse.arrived();
        if (count < 0) {
            throw new EOFException("the server ended the connection without a Close frame");
        }
        return count;
    }

    /** Fails the connection in order (RFC 6455, section 7.1.7): says why, and reads on until the server has ended it. */
    private void sayLastWords(int code, InputStream in, byte[] bytes) {
        closeAlarm.cancel();
        Alarm patience = home.alarms().alarm(now -> {
            call.cancel();
            return Alarm.NEVER;
        });
        patience.ringBy(home.clock().nanoTime() + LAST_WORDS_NANOS);
        try {
            sender.closeAtOnce(code);
            sender.awaitCloseSent();
            int count = 0;
            while (count >= 0) {
                count = in.read(bytes);
            }
        } catch (IOException e) {
            // It is over in any case.
        } finally {
            patience.cancel();
        }
    }

    /** Nobody holds it who could receive or close: it closes, and is cut if that takes longer than it may. */
    void dropped() {
        if (close(CloseCode.GOING_AWAY, null)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A WebSocket to " + request.url().redact()
                            + " was dropped, and is closed. Did you forget to close a BlockingWebSocket?");
        }
        onCut.run();
        closeAlarm.ringBy(home.clock().nanoTime() + settings.closeTimeout().toNanos());
    }

    /** Ends it at once for a reason of our own. */
    private void cut(IOException cause) {
        IOException unused = sender.fail(cause);
        call.cancel();
        onCut.run();
    }

    @Override
    public void closeSent() {
        closeAlarm.ringBy(home.clock().nanoTime() + settings.closeTimeout().toNanos());
    }

    @Override
    public void sendingFailed() {
        call.cancel();
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public long queueSize() {
        return sender.queuedBytes();
    }

    @Override
    public boolean send(String text) {
        return sender.send(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8)) > 0;
    }

    @Override
    public boolean send(byte[] bytes) {
        return sender.send(Opcode.BINARY, Objects.requireNonNull(bytes, "bytes")) > 0;
    }

    /** Sends a message, and waits until it has left. */
    void sendNow(Opcode opcode, byte[] payload) throws IOException {
        sender.sendNow(opcode, payload);
    }

    @Override
    public boolean close(int code, @Nullable String reason) {
        if (code < 1000 || code > 4999) {
            throw new IllegalArgumentException("Code must be in range [1000,5000): " + code);
        }
        if (!CloseCode.mayBeSent(code)) {
            throw new IllegalArgumentException("Code " + code + " is reserved and may not be used.");
        }
        String text = reason == null ? "" : reason;
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > CloseCode.MOST_REASON_BYTES) {
            throw new IllegalArgumentException(
                    "reason is " + bytes + " bytes long, above " + CloseCode.MOST_REASON_BYTES + ": " + reason);
        }
        return sender.close(code, text);
    }

    @Override
    public void cancel() {
        cut(new IOException("Canceled"));
    }

    /** What comes; the reader's. */
    private final class Incoming implements MessageHandler {
        private int closeCode;
        private String closeReason = "";

        @Override
        public void text(String text) {
            listener.onMessage(WebSocketSession.this, text);
        }

        @Override
        public void binary(byte[] bytes) {
            listener.onMessage(WebSocketSession.this, bytes);
        }

        @Override
        public void ping(byte[] payload) {
            sender.pong(payload);
        }

        @Override
        public void pong(byte[] payload) {}

        @Override
        public void close(int code, String reason) {
            closeCode = code;
            closeReason = reason;
        }
    }
}
