package dev.hawser;

import java.net.Socket;
import java.net.SocketAddress;

/** A socket that is connected to whatever it is told, at once, and takes the settings that the client makes. */
public abstract class SocketWithoutNetwork extends Socket {
    @Override
    public final void connect(SocketAddress endpoint, int timeout) {}

    @Override
    public final void setTcpNoDelay(boolean on) {}

    @Override
    public final void setKeepAlive(boolean on) {}

    @Override
    public final void setSoTimeout(int timeout) {}
}
