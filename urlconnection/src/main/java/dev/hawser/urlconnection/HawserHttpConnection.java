package dev.hawser.urlconnection;

import dev.hawser.Connection;
import dev.hawser.Response;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request of a program, and its response. First it is told what to ask for; then it connects, if not before, with the first look
 * at the response or the first byte of a body; then it tells what came. For one thread at a time, but for {@link #disconnect()}.
 */
final class HawserHttpConnection extends HttpURLConnection {
    private static final int HELD_BYTES = 8192;

    private final Door door;
    private final @Nullable Proxy proxy;
    private final ConnectionTls tls;
    private final RequestFields fields;
    private @Nullable Authenticator authenticator;
    private int connectMillis;
    private int readMillis;

    /** Whether it has been asked to connect, so that it takes no more settings. */
    private boolean begun;

    private volatile @Nullable Upload upload;

    /** Why there is no answer to be read; null if there may be one. */
    private @Nullable Exception failure;

    /** Why nothing can be written; null if it can. */
    private @Nullable Exception outputFailure;

    private volatile @Nullable Answer answer;
    private volatile @Nullable Conversation conversation;

    /** A connection that is not made yet. */
    HawserHttpConnection(Door door, URL url, @Nullable Proxy proxy, ConnectionTls tls) {
        super(url);
        this.door = door;
        this.proxy = proxy;
        this.tls = tls;
        this.fields = new RequestFields(door.settings().restrictedFieldsAllowed());
        this.connectMillis = door.client().connectTimeoutMillis();
        this.readMillis = door.client().readTimeoutMillis();
    }

    // What is to be asked for

    @Override
    public void setRequestMethod(String wanted) throws ProtocolException {
        if (begun) {
            throw new IllegalStateException("connect in progress");
        }
        if (wanted.equals("PATCH")) {
            method = wanted;
        } else {
            super.setRequestMethod(wanted);
        }
    }

    @Override
    public void setRequestProperty(String key, @Nullable String value) {
        requireNotBegun();
        fields.setByProgram(Objects.requireNonNull(key, "key is null"), value);
    }

    @Override
    public void addRequestProperty(String key, @Nullable String value) {
        requireNotBegun();
        fields.addByProgram(Objects.requireNonNull(key, "key is null"), value);
    }

    private void requireNotBegun() {
        if (connected || begun) {
            throw new IllegalStateException("Already connected");
        }
    }

    @Override
    @SuppressWarnings("NullAway") // the JDK answers null, too, and declares nothing
    public String getRequestProperty(String key) {
        return key == null || RequestFields.isSecret(key) ? null : fields.get(key);
    }

    @Override
    @SuppressWarnings("NullAway") // values may be null, as the JDK's
    public Map<String, List<String>> getRequestProperties() {
        if (connected) {
            throw new IllegalStateException("Already connected");
        }
        return fields.toMap();
    }

    @Override
    public void setAuthenticator(Authenticator asked) {
        if (connected || begun) {
            throw new IllegalStateException("Authenticator must be set before connecting");
        }
        authenticator = Objects.requireNonNull(asked);
    }

    @Override
    public void setConnectTimeout(int timeout) {
        connectMillis = notNegative(timeout);
    }

    @Override
    public int getConnectTimeout() {
        return connectMillis;
    }

    @Override
    public void setReadTimeout(int timeout) {
        readMillis = notNegative(timeout);
    }

    @Override
    public int getReadTimeout() {
        return readMillis;
    }

    private static int notNegative(int timeout) {
        if (timeout < 0) {
            throw new IllegalArgumentException("timeouts can't be negative");
        }
        return timeout;
    }

    // The connection

    @Override
    public void connect() throws IOException {
        begun = true;
        if (!connected && answer == null) {
            begin().connect();
            connected = true;
        }
    }

    private Conversation begin() throws IOException {
        Conversation running = conversation;
        if (running == null) {
            Profile profile =
                    new Profile(connectMillis, readMillis, proxy, tls.socketFactory(), tls.verifier(), authenticator);
            Terms terms = new Terms(instanceFollowRedirects, useCaches, ifModifiedSince, authenticator, isStreaming());
            running = new Conversation(door, door.clientFor(profile), terms, url, method, fields);
            conversation = running;
        }
        return running;
    }

    /**
     * {@inheritDoc} A response that is not read to its end is given up. Either way the connection to the server is closed, as the
     * program says that it will not be asked again soon; over HTTP/2 it stays, as others share it.
     */
    @Override
    public void disconnect() {
        Conversation running = conversation;
        responseCode = -1;
        connected = false;
        Answer read = answer;
        if (running == null) {
            return;
        }
        if (read == null) {
            running.cancel();
            conversation = null;
            Upload written = upload;
            if (written != null) {
                written.abandon();
            }
            return;
        }
        read.response().close();
        Connection used = running.connection();
        if (used != null && read.isHttp1()) {
            door.client().connectionPool().evict(used);
        }
    }

    /** The connection to the server or the proxy; null before there is one. */
    @Nullable
    Connection connection() {
        Conversation running = conversation;
        return running == null ? null : running.connection();
    }

    @Override
    public boolean usingProxy() {
        Connection used = connection();
        Proxy by = used == null ? proxy : used.route().proxy();
        return by != null && by.type() == Proxy.Type.HTTP;
    }

    // The content of the request

    private boolean isStreaming() {
        return fixedContentLength != -1 || fixedContentLengthLong != -1 || chunkLength != -1;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        begun = true;
        throwAgain(outputFailure);
        try {
            return openUpload();
        } catch (IOException | RuntimeException e) {
            disconnect();
            outputFailure = e;
            throw e;
        }
    }

    private OutputStream openUpload() throws IOException {
        if (!doOutput) {
            throw new ProtocolException("cannot write to a URLConnection if doOutput=false - call setDoOutput(true)");
        }
        if (method.equals("HEAD") || method.equals("TRACE")) {
            throw new ProtocolException("HTTP method " + method + " doesn't support output");
        }
        if (answer != null) {
            throw new ProtocolException("Cannot write output after reading input.");
        }
        connect();
        Conversation running = begin();
        running.willSend();
        method = running.method();
        Upload open = upload;
        if (open == null) {
            open = isStreaming()
                    ? new StreamedUpload(promisedLength(), HELD_BYTES, new Sending(running), door.senders())
                    : new HeldUpload();
            upload = open;
        }
        return open;
    }

    private long promisedLength() {
        return fixedContentLengthLong != -1 ? fixedContentLengthLong : fixedContentLength;
    }

    // The response

    @Override
    public InputStream getInputStream() throws IOException {
        if (!doInput) {
            throw new ProtocolException("Cannot read from URLConnection if doInput=false (call setDoInput(true))");
        }
        begun = true;
        throwAgain(failure);
        Answer read = answer;
        if (read == null) {
            read = converse();
        }
        return read.body();
    }

    private Answer converse() throws IOException {
        Conversation running = null;
        try {
            if (isStreaming()) {
                getOutputStream().close();
            }
            running = begin();
            Upload written = upload;
            Answer last = running.converse(firstResponse(written), written == null ? null : written.content());
            answer = last;
            connected = !last.isEmpty();
            responseCode = last.code();
            responseMessage = last.message();
            refuseErrors(last, running.url());
            return last;
        } catch (IOException | RuntimeException e) {
            failure = e;
            if (answer == null) {
                connected = false;
                answer = running == null ? null : running.answer();
                endUnanswered(running);
            }
            throw e;
        } finally {
            if (running != null) {
                url = running.url();
                method = running.method();
            }
        }
    }

    /** Ends what a conversation that failed may still hold: a connection that no request went by, a request that is being sent. */
    private void endUnanswered(@Nullable Conversation failed) {
        if (failed != null) {
            failed.release();
        }
        Upload written = upload;
        if (written != null) {
            written.abandon();
        }
        if (answer == null) {
            conversation = null;
        }
    }

    private static @Nullable Response firstResponse(@Nullable Upload written) throws IOException {
        if (written == null) {
            return null;
        }
        written.finish();
        return written.response();
    }

    private static void refuseErrors(Answer last, URL url) throws IOException {
        if (last.code() == 404 || last.code() == 410) {
            throw new FileNotFoundException(url.toString());
        }
        if (last.code() >= 400) {
            throw new IOException("Server returned HTTP response code: " + last.code() + " for URL: " + url);
        }
    }

    /** Tells the failure of an earlier attempt, if there was one: by an exception of its own, as the first was told elsewhere. */
    private static void throwAgain(@Nullable Exception before) throws IOException {
        if (before instanceof IOException told) {
            throw copyOf(told);
        }
        if (before != null) {
            throw new RuntimeException(before);
        }
    }

    private static IOException copyOf(IOException told) {
        try {
            IOException copy = told.getClass().getConstructor(String.class).newInstance(told.getMessage());
            copy.initCause(told);
            return copy;
        } catch (ReflectiveOperationException | IllegalStateException e) {
            return told;
        }
    }

    @Override
    public @Nullable InputStream getErrorStream() {
        Answer read = answer;
        return connected && read != null && read.code() >= 400 ? read.body() : null;
    }

    /** The answer, or null if there is none; asks for it if that was not done yet. */
    private @Nullable Answer answered() {
        try {
            InputStream unused = getInputStream();
        } catch (IOException | RuntimeException e) {
            return answer; // the failure is told by who asks for the content
        }
        return answer;
    }

    @Override
    public int getResponseCode() throws IOException {
        Answer read = answer;
        if (read == null) {
            try {
                InputStream unused = getInputStream();
            } catch (IOException | RuntimeException e) {
                if (answer == null) {
                    throw e;
                }
            }
            read = Objects.requireNonNull(answer);
        }
        responseCode = read.code();
        responseMessage = read.message();
        return responseCode;
    }

    @Override
    public @Nullable String getHeaderField(String name) {
        Answer read = answered();
        return read == null ? null : read.value(name);
    }

    @Override
    public @Nullable String getHeaderField(int n) {
        Answer read = answered();
        return read == null ? null : read.value(n);
    }

    @Override
    public @Nullable String getHeaderFieldKey(int n) {
        Answer read = answered();
        return read == null ? null : read.name(n);
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        Answer read = answered();
        return read == null ? Map.of() : read.map();
    }
}
