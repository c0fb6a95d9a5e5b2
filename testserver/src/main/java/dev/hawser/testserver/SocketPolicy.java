package dev.hawser.testserver;

import java.util.Objects;

/**
 * What befalls the socket that a response belongs to: an effect, and the moment it comes. The constants are the
 * usual ones; any other pair can be made with the constructor. In HTTP/2 a stall concerns the response's stream only, and all
 * else the connection with all of its streams.
 *
 * @param moment when it happens
 * @param effect what happens
 */
public record SocketPolicy(Moment moment, Effect effect) {
    /** The connection stays open for the next request, unless a head says otherwise. This is the default. */
    public static final SocketPolicy KEEP_OPEN = new SocketPolicy(Moment.RESPONSE_END, Effect.NOTHING);

    /** The connection is accepted and closed. */
    public static final SocketPolicy DISCONNECT_AT_START = new SocketPolicy(Moment.CONNECTION_START, Effect.CLOSE);

    /** The connection is accepted and reset. */
    public static final SocketPolicy RESET_AT_START = new SocketPolicy(Moment.CONNECTION_START, Effect.RESET);

    /** The connection is accepted, and nothing that comes is ever answered, a TLS handshake included. */
    public static final SocketPolicy STALL_SOCKET_AT_START = new SocketPolicy(Moment.CONNECTION_START, Effect.STALL);

    /** The TLS handshake is refused: the server has no certificate to show. Without TLS, the connection is closed. */
    public static final SocketPolicy FAIL_HANDSHAKE = new SocketPolicy(Moment.CONNECTION_START, Effect.FAIL_HANDSHAKE);

    /** Half of the request's body is read, then the connection is closed. */
    public static final SocketPolicy DISCONNECT_DURING_REQUEST_BODY =
            new SocketPolicy(Moment.REQUEST_BODY, Effect.CLOSE);

    /** Half of the request's body is read, then the connection is reset. */
    public static final SocketPolicy RESET_DURING_REQUEST_BODY = new SocketPolicy(Moment.REQUEST_BODY, Effect.RESET);

    /** Half of the request's body is read and no byte more, so that a client with much to send is stuck. */
    public static final SocketPolicy STALL_DURING_REQUEST_BODY = new SocketPolicy(Moment.REQUEST_BODY, Effect.FREEZE);

    /** The request is read, and the connection closed without an answer. */
    public static final SocketPolicy DISCONNECT_AFTER_REQUEST = new SocketPolicy(Moment.REQUEST_END, Effect.CLOSE);

    /** The request is read, and the connection reset without an answer. */
    public static final SocketPolicy RESET_AFTER_REQUEST = new SocketPolicy(Moment.REQUEST_END, Effect.RESET);

    /** The request is read and never answered. */
    public static final SocketPolicy NO_RESPONSE = new SocketPolicy(Moment.REQUEST_END, Effect.STALL);

    /** The head and half of the body are sent, then the connection is closed. */
    public static final SocketPolicy DISCONNECT_DURING_RESPONSE_BODY =
            new SocketPolicy(Moment.RESPONSE_BODY, Effect.CLOSE);

    /** The head and half of the body are sent, then the connection is reset. */
    public static final SocketPolicy RESET_DURING_RESPONSE_BODY = new SocketPolicy(Moment.RESPONSE_BODY, Effect.RESET);

    /** The head and half of the body are sent, and nothing more. */
    public static final SocketPolicy STALL_DURING_RESPONSE_BODY = new SocketPolicy(Moment.RESPONSE_BODY, Effect.STALL);

    /** The connection is closed after the response, which does not say so. */
    public static final SocketPolicy DISCONNECT_AT_END = new SocketPolicy(Moment.RESPONSE_END, Effect.CLOSE);

    /** The connection is reset after the response. */
    public static final SocketPolicy RESET_AT_END = new SocketPolicy(Moment.RESPONSE_END, Effect.RESET);

    /** After the response the server ends its side, and goes on reading the client's: half-open. */
    public static final SocketPolicy SHUTDOWN_OUTPUT_AT_END =
            new SocketPolicy(Moment.RESPONSE_END, Effect.SHUTDOWN_OUTPUT);

    /** After the response the server ends the side that it reads, and leaves its own open. */
    public static final SocketPolicy SHUTDOWN_INPUT_AT_END =
            new SocketPolicy(Moment.RESPONSE_END, Effect.SHUTDOWN_INPUT);

    /** The connection is closed as soon as the next request begins to arrive on it. */
    public static final SocketPolicy DISCONNECT_AT_NEXT_REQUEST = new SocketPolicy(Moment.NEXT_REQUEST, Effect.CLOSE);

    /** The connection is reset as soon as the next request begins to arrive on it. */
    public static final SocketPolicy RESET_AT_NEXT_REQUEST = new SocketPolicy(Moment.NEXT_REQUEST, Effect.RESET);

    /** A policy of both. */
    public SocketPolicy {
        Objects.requireNonNull(moment, "moment");
        Objects.requireNonNull(effect, "effect");
    }

    /** When an effect comes, in the order of an exchange. */
    public enum Moment {
        /** The connection is accepted; not a byte of it was read or written. */
        CONNECTION_START,
        /** Half of the request's body is read, or the first chunk of it. A request without body is read whole. */
        REQUEST_BODY,
        /** The request is read; the response is not begun. */
        REQUEST_END,
        /** Half of the response's head is sent; then nothing more is sent on the connection, in HTTP/2 too. */
        RESPONSE_HEAD,
        /** The response's head and half of its body, as they travel, are sent. */
        RESPONSE_BODY,
        /** The response is sent, and the stray bytes that go with it. */
        RESPONSE_END,
        /**
         * The response is sent, and the first bytes of the next request on the connection have come. That
         * request is neither recorded nor answered.
         */
        NEXT_REQUEST;

        /** Whether nothing of the response is sent before it. */
        boolean precedesResponse() {
            return compareTo(RESPONSE_HEAD) < 0;
        }

        /** Whether the whole response is sent before it. */
        boolean followsResponse() {
            return compareTo(RESPONSE_END) >= 0;
        }
    }

    /** What happens to the socket. */
    public enum Effect {
        /** Nothing. */
        NOTHING,
        /**
         * The socket is closed. The client sees an orderly end, unless bytes of its own were left unread: then
         * the operating system resets the connection.
         */
        CLOSE,
        /** The socket is closed with a reset (RST), and what the client has not read yet is lost. */
        RESET,
        /** The server's side is closed (FIN, after TLS's close_notify); requests are recorded and not answered. */
        SHUTDOWN_OUTPUT,
        /** The client's side is no longer read; the socket stays open until the server is shut down. */
        SHUTDOWN_INPUT,
        /** Whatever comes is read, requests are recorded and not answered, until one side ends the connection. */
        STALL,
        /** Nothing is read and nothing written any more; the socket stays open until the server is shut down. */
        FREEZE,
        /** The TLS handshake is begun without a certificate, so that it fails; later than that, as {@link #CLOSE}. */
        FAIL_HANDSHAKE
    }
}
