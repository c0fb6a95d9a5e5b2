package dev.hawser.internal.http;

import java.net.ProtocolException;

/** The server broke the protocol of a connection that many exchanges share, and so ended all of them (RFC 9113, section 5.4.1). */
public final class ServerFaultException extends ProtocolException {
    private static final long serialVersionUID = 1;

    public ServerFaultException(String message) {
        super(message);
    }
}
