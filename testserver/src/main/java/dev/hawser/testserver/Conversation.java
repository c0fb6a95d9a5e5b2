package dev.hawser.testserver;

import dev.hawser.Headers;
import dev.hawser.testserver.SocketPolicy.Effect;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The requests and responses of one connection, one pair after the other. */
final class Conversation {
    private final WireInput in;
    private final ResponseWriter writer;
    private final RecordedRequest.Origin origin;
    private final ServerContext context;
    private final RequestReader reader;

    /** How many requests were read before this one. */
    private int sequenceNumber;

    /** Whether the bytes that come next begin a request. */
    private boolean betweenRequests = true;

    Conversation(WireInput in, ResponseWriter writer, RecordedRequest.Origin origin, ServerContext context) {
        this.in = in;
        this.writer = writer;
        this.origin = origin;
        this.context = context;
        this.reader = new RequestReader(in, this::tell);
    }

    /** Answers requests until the connection is to end, and returns how. */
    Effect hold() throws IOException, InterruptedException {
        Effect effect = Effect.NOTHING;
        while (effect == Effect.NOTHING) {
            effect = exchange();
            sequenceNumber++;
        }
        return effect;
    }

    /** Records what requests still come, without answering, until the client ends the connection. */
    void listen() throws IOException {
        while (betweenRequests) {
            RequestHead head = reader.readHead();
            if (head == null) {
                return;
            }
            receive(head, null, false);
            sequenceNumber++;
        }
        in.drain();
    }

    /** One request and its answer, and what is to happen to the socket after it. */
    private Effect exchange() throws IOException, InterruptedException {
        RequestHead head;
        try {
            head = reader.readHead();
        } catch (RequestReader.UnreadableException e) {
            writer.write(badRequest(), "GET");
            return Effect.CLOSE;
        }
        if (head == null) {
            return Effect.CLOSE;
        }
        MockResponse early = context.handler().get().onRequestHead(recorded(head, ReceivedBody.NONE));
        boolean answered = early != null && early.beforeBody();
        if (early != null && answered) {
            writer.write(early, head.method());
        } else if (head.expectsContinue() && (early == null || early.answersExpectation())) {
            writer.writeContinue();
        }
        RecordedRequest request = receive(head, early, answered);
        if (request == null) {
            return early == null ? Effect.CLOSE : early.socketPolicy().effect();
        }
        MockResponse response = accepting(
                request, early != null ? early : context.handler().get().handle(request));
        SocketPolicy policy = response.socketPolicy();
        if (policy.effect() == Effect.NOTHING || !policy.moment().precedesResponse()) {
            if (!answered) {
                writer.write(response, head.method());
            }
            sendStrayBytesLater(response);
            UpgradeHandler upgrade = response.upgrade();
            if (upgrade != null) {
                betweenRequests = false;
                upgrade.speak(in.rest(), writer.rest());
                return Effect.CLOSE;
            }
        }
        if (policy.effect() == Effect.NOTHING) {
            return keepsAlive(head, response) ? Effect.NOTHING : Effect.CLOSE;
        }
        if (policy.moment() == Moment.NEXT_REQUEST && !in.awaitByte()) {
            return Effect.CLOSE;
        }
        context.stop().pause(response.effectDelay());
        return policy.effect();
    }

    /** With what the key of a client that asks for a WebSocket makes (RFC 6455, section 4.2.2). */
    private static MockResponse accepting(RecordedRequest request, MockResponse response) {
        String key = request.headers().get("Sec-WebSocket-Key");
        boolean accepts = response.upgrade() != null
                && "websocket".equals(response.headers().get("Upgrade"));
        return !accepts || key == null || response.headers().get("Sec-WebSocket-Accept") != null
                ? response
                : response.newBuilder()
                        .setHeader("Sec-WebSocket-Accept", acceptOf(key))
                        .build();
    }

    private static String acceptOf(String key) {
        try {
            byte[] both = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** Sends the bytes that belong to no response, unless a request came that they would seem to answer. */
    private void sendStrayBytesLater(MockResponse response) throws IOException, InterruptedException {
        Duration delay = response.strayDelay();
        if (delay != null && response.socketPolicy().moment().followsResponse()) {
            context.stop().pause(delay);
            if (!in.hasArrived()) {
                writer.writeStrayBytes(response);
            }
        }
    }

    /** Reads and records the request; null if its policy says that only half of it is read. */
    private @Nullable RecordedRequest receive(RequestHead head, @Nullable MockResponse early, boolean answered)
            throws IOException {
        RequestBodyReader body = new RequestBodyReader(in, reader, context.bodyLimit());
        boolean half = early != null && early.socketPolicy().moment() == Moment.REQUEST_BODY && head.hasBody();
        try {
            if (half) {
                betweenRequests = false;
                body.readHalf(head);
            } else {
                reader.blameEnd(!answered);
                body.readAll(head);
                reader.blameEnd(true);
            }
        } catch (IOException e) {
            context.journal().add(recorded(head, body.body()));
            throw e;
        }
        if (!half && !answered && in.hasUnread() && !head.method().equals("CONNECT")) {
            tell("bytes after the request's end, before it was answered");
        }
        RecordedRequest request = recorded(head, body.body());
        context.journal().add(request);
        return half ? null : request;
    }

    private RecordedRequest recorded(RequestHead head, ReceivedBody body) {
        return new RecordedRequest(head, body, origin, sequenceNumber, 0);
    }

    private void tell(String error) {
        context.journal()
                .addProtocolError(
                        "connection " + origin.connectionIndex() + ", request " + sequenceNumber + ": " + error);
    }

    private static boolean keepsAlive(RequestHead head, MockResponse response) {
        return response.rawHead() != null
                || (head.keepsAlive()
                        && !RequestHead.hasToken(response.headers(), "close")
                        && !(response.framing() instanceof BodyFraming.UntilClose));
    }

    private static MockResponse badRequest() {
        return new MockResponse.Builder()
                .code(400)
                .headers(Headers.of("Connection", "close"))
                .build();
    }
}
