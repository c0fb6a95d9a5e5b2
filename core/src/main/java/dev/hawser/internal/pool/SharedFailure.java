package dev.hawser.internal.pool;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** One failure that many threads are to throw, each of which does with it what it likes. */
final class SharedFailure {
    /** The kinds by which callers tell failures apart, and which keep nothing but a message. */
    private static final Map<Class<?>, Function<String, IOException>> KINDS = Map.ofEntries(
            Map.entry(IOException.class, IOException::new),
            Map.entry(EOFException.class, EOFException::new),
            Map.entry(InterruptedIOException.class, InterruptedIOException::new),
            Map.entry(SocketTimeoutException.class, SocketTimeoutException::new),
            Map.entry(SocketException.class, SocketException::new),
            Map.entry(BindException.class, BindException::new),
            Map.entry(ConnectException.class, ConnectException::new),
            Map.entry(NoRouteToHostException.class, NoRouteToHostException::new),
            Map.entry(ProtocolException.class, ProtocolException::new),
            Map.entry(UnknownHostException.class, UnknownHostException::new),
            Map.entry(UnknownServiceException.class, UnknownServiceException::new),
            Map.entry(SSLException.class, SSLException::new),
            Map.entry(SSLHandshakeException.class, SSLHandshakeException::new),
            Map.entry(SSLPeerUnverifiedException.class, SSLPeerUnverifiedException::new));

    private SharedFailure() {}

    /**
     * The failure for one of the threads, made on it: of the same kind, with the same message and suppressed failures, and
     * with the shared one for its cause. One of a kind that is not known here, as a user's code may have thrown it, is shared.
     */
    static Throwable forOne(Throwable shared) {
        Function<String, IOException> kind = KINDS.get(shared.getClass());
        if (kind == null) {
            return shared;
        }
        IOException own = kind.apply(shared.getMessage());
        own.initCause(shared);
        for (Throwable earlier : shared.getSuppressed()) {
            own.addSuppressed(earlier);
        }
        return own;
    }
}
