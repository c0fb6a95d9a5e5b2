package dev.hawser.internal.call;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The content of a request that is written while its response is read. It may be kept beyond the body's {@code writeTo}, and the
 * request is sent when it is closed. For one thread at a time.
 */
final class DuplexSink extends RequestSink {
    private final Exchange exchange;

    DuplexSink(OutputStream below, Exchange exchange) {
        super(below);
        this.exchange = exchange;
    }

    @Override
    void ended() {
        exchange.requestDone();
    }

    @Override
    void failedFirst(IOException cause) {
        exchange.requestFailed(cause);
        exchange.requestDone();
    }
}
