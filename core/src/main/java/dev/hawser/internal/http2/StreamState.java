package dev.hawser.internal.http2;

/** The states of a stream that the client opens (RFC 9113, section 5.1). A reset leads from each to {@link #CLOSED}. */
enum StreamState {
    /** Both sides may send. */
    OPEN {
        @Override
        StreamState endSent() {
            return HALF_CLOSED_LOCAL;
        }

        @Override
        StreamState endReceived() {
            return HALF_CLOSED_REMOTE;
        }
    },
    /** We have sent all. */
    HALF_CLOSED_LOCAL {
        @Override
        StreamState endReceived() {
            return CLOSED;
        }
    },
    /** The peer has sent all. */
    HALF_CLOSED_REMOTE {
        @Override
        StreamState endSent() {
            return CLOSED;
        }
    },
    /** Nothing follows. */
    CLOSED;

    /** The state after END_STREAM was sent. */
    StreamState endSent() {
        throw new IllegalStateException("the end of the request is sent in state " + this);
    }

    /** The state after END_STREAM was received. */
    StreamState endReceived() {
        throw new IllegalStateException("the end of the response is taken in state " + this);
    }

    /** Whether we may send. */
    boolean maySend() {
        return this == OPEN || this == HALF_CLOSED_REMOTE;
    }

    /** Whether the peer may send. */
    boolean mayReceive() {
        return this == OPEN || this == HALF_CLOSED_LOCAL;
    }
}
