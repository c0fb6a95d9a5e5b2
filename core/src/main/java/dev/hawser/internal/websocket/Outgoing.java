package dev.hawser.internal.websocket;

/** A thing to be sent. */
final class Outgoing {
    private final Opcode opcode;
    private final byte[] payload;

    /**
     * A thing to be sent.
     *
     * @param opcode what it is; not {@link Opcode#CONTINUATION}
     * @param payload as the user gave it, not compressed; nobody changes it
     */
    Outgoing(Opcode opcode, byte[] payload) {
        this.opcode = opcode;
        this.payload = payload;
    }

    Opcode opcode() {
        return opcode;
    }

    byte[] payload() {
        return payload;
    }
}
