package dev.hawser.internal.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.internal.bytes.Buffers;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS by an engine over buffers that are lent from the first use to {@link #park()}: one system call for
 * each record read or written.
 *
 * <p>The reader owns {@code sealed} and {@code opened}. Who wraps and sends holds the turn to write: the
 * writer, and the reader when the engine has something to say after the handshake (RFC 8446, section 4.6).
 */
@SuppressWarnings({
    "ByteBufferBackingArray", // heap buffers here all begin where their arrays do
    "ReferenceEquality" // a view belongs to one array, whatever its content
})
final class EngineTransport extends TlsTransport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** How much a peer may have said that is no plain text, in buffers. */
    private static final int MOST_LOOKS = 16;

    private final RawTransport raw;
    private final SSLEngine engine;
    private final Buffers buffers;

    /** Received and not decrypted, ready to be read from; null when there is nothing. */
    private @Nullable ByteBuffer sealed;

    /** Decrypted and not asked for, ready to be read from; null when there is nothing. */
    private @Nullable ByteBuffer opened;

    /** The array that the last read was for. */
    private ByteBuffer readerView = NOTHING;

    /** Whether the handshake is under way, and so the writer is the reader. */
    private boolean shaking;

    /** How long a shared one's reader waits, while it polls. */
    private long pollNanos;

    private boolean polling;

    /** Whether close_notify has arrived (RFC 8446, section 6.1). */
    private boolean ended;

    private final ReentrantLock writeTurn = new ReentrantLock();

    /** Encrypted, to be sent; empty between turns. */
    @GuardedBy("writeTurn")
    private @Nullable ByteBuffer outgoing;

    /** The array that the last write was from. */
    @GuardedBy("writeTurn")
    private ByteBuffer writerView = NOTHING;

    EngineTransport(RawTransport raw, SSLEngine engine, Buffers buffers) {
        super(raw);
        this.raw = raw;
        this.engine = engine;
        this.buffers = buffers;
    }

    @Override
    void handshake() throws IOException {
        shaking = true;
        try {
            engine.beginHandshake();
            HandshakeStatus status = engine.getHandshakeStatus();
            while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
                status = switch (status) {
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrapHandshake();
                    default -> settle(status);
                };
            }
        } catch (SSLException e) {
            sendAlert();
            throw e;
        } finally {
            shaking = false;
        }
    }

    private HandshakeStatus unwrapHandshake() throws IOException {
        ByteBuffer into = plainText();
        into.clear();
        SSLEngineResult result = engine.unwrap(sealed(), into);
        into.flip();
        requireStep(result, result.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP);
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> {
                if (fill() < 0) {
                    throw new SSLHandshakeException("the peer hung up during the TLS handshake");
                }
                return engine.getHandshakeStatus();
            }
            case BUFFER_OVERFLOW -> {
                growOpened();
                return engine.getHandshakeStatus();
            }
            case CLOSED -> throw new SSLHandshakeException("the peer ended TLS during the handshake");
            default -> {
                return result.getHandshakeStatus();
            }
        }
    }

    /** Tells the peer why the handshake failed, if that needs no waiting. */
    private void sendAlert() {
        try {
            sayGoodbye();
        } catch (IOException e) {
            // The failure of the handshake is what counts.
        }
    }

    @Override
    int readAtHand(byte[] into, int offset, int length) {
        ByteBuffer plain = opened;
        if (plain != null && plain.hasRemaining()) {
            int count = Math.min(length, plain.remaining());
            plain.get(into, offset, count);
            return count;
        }
        return ended ? -1 : 0;
    }

    @Override
    int decrypt(byte[] into, int offset, int length) throws IOException {
        if (readerView.array() != into) {
            readerView = ByteBuffer.wrap(into);
        }
        ByteBuffer view = readerView;
        view.clear().position(offset).limit(offset + length);
        boolean aside = false;
        for (; ; ) {
            Status status = !sealed().hasRemaining() ? Status.BUFFER_UNDERFLOW : aside ? unwrapAside() : unwrap(view);
            int count = aside ? readAtHand(into, offset, length) : view.position() - offset;
            if (count > 0) {
                return count;
            }
            switch (status) {
                case OK -> {}
                case CLOSED -> {
                    ended = true;
                    return -1;
                }
                case BUFFER_UNDERFLOW -> {
                    int filled = fill();
                    if (filled == 0) {
                        return 0;
                    }
                    if (filled < 0) {
                        throw new EOFException("TLS stream of " + remote() + " cut off: no close_notify");
                    }
                }
                case BUFFER_OVERFLOW -> {
                    if (aside) {
                        growOpened();
                    }
                    aside = true;
                }
            }
        }
    }

    /** Decrypts one record and does what the engine asks for after it. */
    private Status unwrap(ByteBuffer into) throws IOException {
        SSLEngineResult result = engine.unwrap(sealed(), into);
        HandshakeStatus asked = result.getHandshakeStatus();
        requireStep(result, asked == HandshakeStatus.NOT_HANDSHAKING || asked == HandshakeStatus.NEED_UNWRAP);
        if (result.getStatus() == Status.OK) {
            settle(asked);
        }
        return result.getStatus();
    }

    /**
     * Refuses an answer that leads nowhere, as the next one would be the same: nothing was taken and nothing made.
     *
     * @param unserved whether the engine asks for nothing that the caller sees to before it asks again
     */
    private void requireStep(SSLEngineResult result, boolean unserved) throws SSLException {
        if (unserved && result.getStatus() == Status.OK && result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
            throw new SSLException(
                    "TLS with " + remote() + " is stuck: " + engine.getClass().getName()
                            + " took no byte and made none, at handshake status " + result.getHandshakeStatus());
        }
    }

    /** Decrypts a record that might not fit into the reader's array. */
    private Status unwrapAside() throws IOException {
        ByteBuffer plain = plainText();
        plain.clear();
        try {
            return unwrap(plain);
        } finally {
            plain.flip();
        }
    }

    /** Runs the engine's tasks and sends what it has to say, until it is content or waits for the peer. */
    private HandshakeStatus settle(HandshakeStatus asked) throws IOException {
        HandshakeStatus status = asked;
        for (; ; ) {
            if (status == HandshakeStatus.NEED_TASK) {
                status = runTasks();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                status = wrapNothing();
            } else {
                return status;
            }
        }
    }

    private HandshakeStatus runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return engine.getHandshakeStatus();
    }

    private HandshakeStatus wrapNothing() throws IOException {
        writeTurn.lock();
        try {
            return wrapAndSend(NOTHING);
        } finally {
            writeTurn.unlock();
        }
    }

    @Override
    void encrypt(byte[] from, int offset, int length) throws IOException {
        writeTurn.lock();
        try {
            ByteBuffer view = view(from, offset, length);
            while (view.hasRemaining()) {
                SSLEngineResult result = wrapOf(view);
                ByteBuffer sending = outgoing();
                if (sending.hasRemaining()) {
                    send(sending);
                }
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    runTasks();
                }
            }
        } finally {
            writeTurn.unlock();
        }
    }

    @Override
    public boolean share() {
        return raw.share();
    }

    @Override
    public void wake() {
        raw.wake();
    }

    @Override
    public int poll(byte[] into, int offset, int length, long nanos) throws IOException {
        int count = readAtHand(into, offset, length);
        if (count != 0) {
            return count;
        }
        polling = true;
        pollNanos = nanos;
        try {
            return decrypt(into, offset, length);
        } catch (IOException e) {
            throw TlsFailure.ofTalk(raw.pollFailure(e), remote());
        } finally {
            polling = false;
        }
    }

    /** {@inheritDoc} TLS 1.0, which may make two records of them, waits between the two. */
    @Override
    public boolean writeNow(byte[] from, int offset, int length) throws IOException {
        writeTurn.lock();
        try {
            ByteBuffer view = view(from, offset, length);
            boolean all = true;
            while (view.hasRemaining()) {
                raw.sendRest();
                SSLEngineResult result = wrapOf(view);
                ByteBuffer sending = outgoing();
                all = raw.sendNow(sending.array(), 0, sending.limit());
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    runTasks();
                }
            }
            return all;
        } catch (IOException e) {
            throw TlsFailure.ofTalk(raw.writing().explained(e, raw.isClosed()), remote());
        } finally {
            writeTurn.unlock();
        }
    }

    @Override
    public void finishWrite() throws IOException {
        writeTurn.lock();
        try {
            raw.finishWrite();
        } finally {
            writeTurn.unlock();
        }
    }

    @GuardedBy("writeTurn")
    private ByteBuffer view(byte[] from, int offset, int length) {
        if (writerView.array() != from) {
            writerView = ByteBuffer.wrap(from);
        }
        return writerView.clear().position(offset).limit(offset + length);
    }

    /** Encrypts one record of content; whoever has ended cannot. */
    @GuardedBy("writeTurn")
    private SSLEngineResult wrapOf(ByteBuffer from) throws SSLException {
        int before = from.remaining();
        SSLEngineResult result = wrap(from);
        if (result.getStatus() == Status.CLOSED) {
            throw new SSLException("TLS with " + remote() + " has ended");
        }
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP && from.remaining() == before) {
            throw new SSLException(remote() + " asked for renegotiation in the middle of a write");
        }
        HandshakeStatus asked = result.getHandshakeStatus();
        requireStep(result, asked == HandshakeStatus.NOT_HANDSHAKING || asked == HandshakeStatus.NEED_WRAP);
        return result;
    }

    @GuardedBy("writeTurn")
    private HandshakeStatus wrapAndSend(ByteBuffer from) throws IOException {
        SSLEngineResult result = wrap(from);
        ByteBuffer sending = outgoing();
        if (sending.hasRemaining()) {
            send(sending);
        }
        if (result.getStatus() == Status.CLOSED) {
            throw new SSLException("TLS with " + remote() + " has ended");
        }
        requireStep(result, result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
        return result.getHandshakeStatus();
    }

    /** Sends all; but in the handshake, a peer that hung up is heard first: it may have said why. */
    private void send(ByteBuffer record) throws IOException {
        try {
            raw.send(record.array(), 0, record.limit());
        } catch (IOException e) {
            if (!shaking || raw.isClosed() || fillWithoutWaiting() <= 0) {
                throw e;
            }
        }
    }

    /** Encrypts one record into {@code outgoing}. */
    @GuardedBy("writeTurn")
    private SSLEngineResult wrap(ByteBuffer from) throws SSLException {
        for (; ; ) {
            ByteBuffer sending = outgoing();
            sending.clear();
            SSLEngineResult result = engine.wrap(from, sending);
            sending.flip();
            if (result.getStatus() != Status.BUFFER_OVERFLOW) {
                return result;
            }
            outgoing = ByteBuffer.allocate(larger(sending, engine.getSession().getPacketBufferSize()));
        }
    }

    @Override
    void sayGoodbye(byte... lastWords) throws IOException {
        writeTurn.lock();
        try {
            if (lastWords.length > 0) {
                wrap(ByteBuffer.wrap(lastWords));
                raw.offer(outgoing().array(), 0, outgoing().limit());
            }
            engine.closeOutbound();
            HandshakeStatus status;
            do {
                SSLEngineResult result = wrap(NOTHING);
                ByteBuffer sending = outgoing();
                if (!sending.hasRemaining()) {
                    return;
                }
                raw.offer(sending.array(), 0, sending.limit());
                status = result.getHandshakeStatus();
            } while (status == HandshakeStatus.NEED_WRAP);
        } finally {
            writeTurn.unlock();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Readable is not yet dead: tickets and key updates arrive unasked (RFC 8446, section 4.6). They
     * are digested, and half a record is kept for the next read.
     */
    @Override
    Health look(long idleNanos) {
        if (ended || raw.isClosed()) {
            return Health.PEER_CLOSED;
        }
        if (hasOpened()) {
            return Health.STRAY_BYTES;
        }
        try {
            Health health = digest();
            boolean look = raw.isToBeAsked(idleNanos);
            for (int looks = 0; look && health == Health.ALIVE; looks++) {
                if (looks == MOST_LOOKS) {
                    return Health.STRAY_BYTES;
                }
                int count = fillWithoutWaiting();
                if (count <= 0) {
                    return count == 0 ? Health.ALIVE : Health.PEER_CLOSED;
                }
                health = digest();
            }
            return health;
        } catch (IOException e) {
            return Health.PEER_CLOSED;
        }
    }

    @Override
    public int readNow(byte[] into, int offset, int length) throws IOException {
        int count = readAtHand(into, offset, length);
        while (count == 0) {
            if (digest() == Health.ALIVE) {
                int filled = fillWithoutWaiting();
                if (filled <= 0) {
                    return filled;
                }
            }
            count = readAtHand(into, offset, length);
        }
        return count;
    }

    @Override
    boolean awaitPlainText(long nanos) throws IOException {
        long until = raw.nanoTime() + nanos;
        while (!ended && !hasOpened() && digest() == Health.ALIVE) {
            long left = until - raw.nanoTime();
            if (left <= 0 || !raw.awaitBytes(left)) {
                return false;
            }
            if (fillWithoutWaiting() < 0) {
                return true;
            }
        }
        return true;
    }

    /** Decrypts what is received so far. What the engine has to say waits for the next write. */
    private Health digest() throws IOException {
        ByteBuffer received = sealed;
        while (received != null && received.hasRemaining()) {
            ByteBuffer plain = plainText();
            plain.clear();
            SSLEngineResult result = engine.unwrap(received, plain);
            plain.flip();
            if (plain.hasRemaining()) {
                return Health.STRAY_BYTES;
            }
            HandshakeStatus asked = result.getHandshakeStatus();
            requireStep(result, asked != HandshakeStatus.NEED_TASK && asked != HandshakeStatus.FINISHED);
            if (asked == HandshakeStatus.NEED_TASK) {
                runTasks();
            }
            switch (result.getStatus()) {
                case CLOSED -> {
                    ended = true;
                    return Health.PEER_CLOSED;
                }
                case BUFFER_UNDERFLOW -> {
                    return Health.ALIVE;
                }
                case BUFFER_OVERFLOW -> growOpened();
                case OK -> {}
            }
        }
        return Health.ALIVE;
    }

    private int fillWithoutWaiting() throws IOException {
        ByteBuffer into = roomToFill();
        try {
            int count = raw.look(into.array(), into.position(), into.remaining());
            into.position(into.position() + Math.max(0, count));
            return count;
        } finally {
            into.flip();
        }
    }

    /** Receives some bytes behind those not decrypted yet: -1 at the end of the TCP stream, 0 if there are none for a poll. */
    private int fill() throws IOException {
        ByteBuffer into = roomToFill();
        try {
            int count = polling
                    ? raw.receive(into.array(), into.position(), into.remaining(), pollNanos)
                    : raw.receive(into.array(), into.position(), into.remaining());
            into.position(into.position() + Math.max(0, count));
            return count;
        } finally {
            into.flip();
        }
    }

    /** {@code sealed}, ready to be written to behind its bytes; to be flipped afterwards. */
    private ByteBuffer roomToFill() {
        ByteBuffer received = sealed();
        if (received.hasRemaining() && received.remaining() == received.capacity()) {
            ByteBuffer grown =
                    ByteBuffer.allocate(larger(received, engine.getSession().getPacketBufferSize()));
            sealed = grown.put(received);
            return grown;
        }
        return received.compact();
    }

    private boolean hasOpened() {
        return opened != null && opened.hasRemaining();
    }

    private ByteBuffer sealed() {
        ByteBuffer buffer = sealed;
        if (buffer == null) {
            buffer = buffers.heap().limit(0);
            sealed = buffer;
        }
        return buffer;
    }

    private ByteBuffer plainText() {
        ByteBuffer buffer = opened;
        if (buffer == null) {
            buffer = buffers.heap().limit(0);
            opened = buffer;
        }
        return buffer;
    }

    private void growOpened() {
        int size = larger(plainText(), engine.getSession().getApplicationBufferSize());
        opened = ByteBuffer.allocate(size).limit(0);
    }

    @GuardedBy("writeTurn")
    private ByteBuffer outgoing() {
        ByteBuffer buffer = outgoing;
        if (buffer == null) {
            buffer = buffers.heap().limit(0);
            outgoing = buffer;
        }
        return buffer;
    }

    private static int larger(ByteBuffer than, int wanted) {
        return Math.max(than.capacity() * 2, wanted);
    }

    @Override
    public void park() {
        ByteBuffer received = sealed;
        if (received != null && !received.hasRemaining()) {
            sealed = null;
            buffers.give(received);
        }
        ByteBuffer plain = opened;
        if (plain != null && !plain.hasRemaining()) {
            opened = null;
            buffers.give(plain);
        }
        readerView = NOTHING;
        parkWriter();
        raw.park();
    }

    private void parkWriter() {
        writeTurn.lock();
        try {
            ByteBuffer sent = outgoing;
            if (sent != null) {
                outgoing = null;
                buffers.give(sent);
            }
            writerView = NOTHING;
        } finally {
            writeTurn.unlock();
        }
    }

    @Override
    public SSLSession session() {
        return engine.getSession();
    }

    @Override
    public @Nullable String applicationProtocol() {
        String chosen = engine.getApplicationProtocol();
        return chosen == null || chosen.isEmpty() ? null : chosen;
    }
}
