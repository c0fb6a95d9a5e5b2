package dev.hawser.urlconnection;

import dev.hawser.Call;
import dev.hawser.Connection;
import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.NoResponseException;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.HttpRetryException;
import java.net.MalformedURLException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URL;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a URL connection and servers say to each other: a request, those that follow from the answers, and the last answer. For one
 * thread at a time, but for {@link #cancel()}.
 */
final class Conversation {
    private static final RequestBody NOTHING = RequestBody.create(new byte[0]);

    private final Door door;
    private final HawserClient client;
    private final Terms terms;
    private final @Nullable Cookies cookies;
    private URL url;
    private HttpUrl target;
    private String method;
    private RequestFields fields;
    private @Nullable RequestBody body;

    /** The credentials of the next request; null for none but what the program set. */
    private @Nullable String authorization;

    private boolean asksForEncoding;

    /** The call that has its connection beforehand, and no request yet. */
    private @Nullable Call connected;

    private @Nullable Request lateRequest;
    private @Nullable Answer answer;
    private volatile @Nullable Call call;
    private volatile @Nullable Connection connection;
    private volatile boolean canceled;

    /** A conversation that begins with a request of a method for a URL, with fields that nobody changes from now on. */
    Conversation(Door door, HawserClient client, Terms terms, URL url, String method, RequestFields fields)
            throws MalformedURLException {
        this.door = door;
        this.client = client;
        this.terms = terms;
        this.url = url;
        this.target = door.targetOf(url);
        this.method = method;
        this.fields = fields;
        CookieHandler handler = CookieHandler.getDefault();
        this.cookies = handler == null ? null : new Cookies(handler, fields.get("Cookie"));
    }

    /** The URL of the last request. */
    URL url() {
        return url;
    }

    /** The method of the last request. */
    String method() {
        return method;
    }

    /** The last answer; null if there was none. */
    @Nullable
    Answer answer() {
        return answer;
    }

    /** The connection of the last request; null before there was one. */
    @Nullable
    Connection connection() {
        return connection;
    }

    /** The last request goes by a connection. */
    void goesBy(@Nullable Connection used) {
        connection = used;
    }

    /** Whether the program asked for an encoding of the content. */
    boolean asksForEncoding() {
        return asksForEncoding;
    }

    /** The request in whose place a connection was asked for; null if the call has its own. */
    @Nullable
    Request lateRequest() {
        return lateRequest;
    }

    /** Gets the connection for the first request. */
    void connect() throws IOException {
        Call made = client.newCall(
                new Request.Builder().url(target).tag(Conversation.class, this).build());
        show(made);
        try {
            connection = made.connect();
        } catch (IOException e) {
            throw explained(e);
        }
        connected = made;
    }

    /** The request will have a body: GET becomes POST. */
    void willSend() {
        if (method.equals("GET")) {
            method = "POST";
        }
    }

    /** Sends the request with a body, as the first of the conversation; the answer is still to be looked at by {@link #converse}. */
    Response send(RequestBody content) throws IOException {
        body = content;
        return send();
    }

    /**
     * Goes on until there is an answer from which no further request follows.
     *
     * @param first the response to the first request; null if that is still to be sent
     * @param content the body, null for none
     * @throws HttpRetryException if a request would follow that cannot be made; {@link #answer} says why
     */
    Answer converse(@Nullable Response first, @Nullable RequestBody content) throws IOException {
        body = content;
        Response response = first == null ? send() : first;
        int requests = 1;
        while (isFollowed(response)) {
            if (requests++ >= door.settings().maxRedirects()) {
                throw new ProtocolException("Server redirected too many times (" + (requests - 1) + ")");
            }
            response = send();
        }
        Answer last = new Answer(response, cookies != null);
        answer = last;
        return last;
    }

    /** Ends what is under way, from any thread. */
    void cancel() {
        canceled = true;
        Call current = call;
        if (current != null) {
            current.cancel();
        }
    }

    /** Gives back a connection that was asked for beforehand, and that no request went by. */
    void release() {
        Call unused = connected;
        connected = null;
        if (unused != null) {
            unused.cancel();
        }
    }

    private void show(Call made) {
        call = made;
        if (canceled) {
            made.cancel();
        }
    }

    private Response send() throws IOException {
        Request request = request();
        Call ready = connected;
        connected = null;
        lateRequest = ready == null ? null : request;
        try {
            return ready == null ? execute(request) : ready.execute();
        } catch (NoResponseException e) {
            if (!method.equals("POST") || terms.streams() || !door.settings().retriesPost()) {
                throw explained(e);
            }
            lateRequest = null;
            return execute(request);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private Response execute(Request request) throws IOException {
        Call made = client.newCall(request);
        show(made);
        return made.execute();
    }

    /** The failure as the JDK would tell it, if the program itself hung up. */
    private IOException explained(IOException failure) {
        if (!canceled) {
            return failure;
        }
        SocketException closed = new SocketException("Socket closed");
        closed.initCause(failure);
        return closed;
    }

    private Request request() throws IOException {
        Request.Builder request = new Request.Builder().url(target).tag(Conversation.class, this);
        if (isPlain()) {
            return request.headers(door.plainFields(target)).build();
        }
        return request.method(method, body == null && mustHaveBody() ? NOTHING : body)
                .headers(headers())
                .build();
    }

    /** Whether it is a GET of which the program said nothing, and nothing is known that it should say. */
    private boolean isPlain() {
        return method.equals("GET")
                && fields.isEmpty()
                && body == null
                && cookies == null
                && authorization == null
                && terms.usesCaches()
                && terms.ifModifiedSince() == 0
                && !door.passwords().knowsAny();
    }

    private boolean mustHaveBody() {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    private Headers headers() throws IOException {
        RequestFields sent = fields.copy();
        if (!terms.usesCaches()) {
            sent.setIfAbsent("Cache-Control", "no-cache");
            sent.setIfAbsent("Pragma", "no-cache");
        }
        Wire.addDefaults(sent, Wire.hostField(target), door.settings());
        if (terms.ifModifiedSince() != 0 && !sent.has("If-Modified-Since")) {
            Headers date = new Headers.Builder()
                    .add("If-Modified-Since", Instant.ofEpochMilli(terms.ifModifiedSince()))
                    .build();
            sent.set("If-Modified-Since", date.value(0));
        }
        String credentials =
                authorization == null ? door.passwords().knownFor(target, terms.authenticator()) : authorization;
        if (credentials != null && (authorization != null || !sent.has("Authorization"))) {
            sent.set("Authorization", credentials);
        }
        if (body != null && !method.equals("PUT")) {
            sent.setIfAbsent("Content-type", "application/x-www-form-urlencoded");
        }
        if (cookies != null) {
            cookies.addTo(sent, target);
        }
        asksForEncoding = sent.has(Wire.ENCODING_FIELD);
        if (!asksForEncoding) {
            sent.set(Wire.ENCODING_FIELD, Wire.NO_ENCODING);
        }
        return sent.toHeaders();
    }

    /** Prepares the request that follows from a response; false if none does. Only then the response is left open. */
    private boolean isFollowed(Response response) throws IOException {
        boolean last = false;
        try {
            if (cookies != null) {
                cookies.keep(target, response);
            }
            last = !leadsOn(response);
        } finally {
            if (!last) {
                response.close();
            }
        }
        return !last;
    }

    private boolean leadsOn(Response response) throws IOException {
        if (response.code() == 401) {
            return isAnswered(response);
        }
        if (authorization != null) {
            door.passwords().accepted(target, terms.authenticator(), authorization);
            authorization = null;
        }
        if (response.code() == 407 && terms.streams()) {
            throw cannotRetry("cannot retry due to proxy authentication, in streaming mode", response, null);
        }
        return isRedirected(response);
    }

    /** Whether there are credentials for a server that demands some. */
    private boolean isAnswered(Response response) throws IOException {
        if (terms.streams()) {
            throw cannotRetry("cannot retry due to server authentication, in streaming mode", response, null);
        }
        authorization = door.passwords().forServer(url, terms.authenticator(), response);
        return authorization != null;
    }

    private boolean isRedirected(Response response) throws IOException {
        String location = response.header("Location");
        if (!terms.followsRedirects() || !isRedirect(response.code()) || location == null) {
            return false;
        }
        URL to = follow(location, response);
        if (!to.getProtocol().equalsIgnoreCase(url.getProtocol())) {
            return false;
        }
        if (terms.streams()) {
            throw cannotRetry("cannot retry due to redirection, in streaming mode", response, location);
        }
        HttpUrl next = door.targetOf(to);
        boolean sameServer = next.host().equals(target.host()) && next.port() == target.port();
        if (method.equals("POST") && response.code() != 307 && !door.settings().keepsPost()) {
            method = "GET";
            fields = fields.none();
            body = null;
        }
        if (!sameServer) {
            fields = fields.copy();
            fields.remove("Cookie");
            fields.remove("Authorization");
            if (cookies != null) {
                cookies.dropOwn();
            }
        }
        url = to;
        target = next;
        return true;
    }

    /** 304 is none, 306 means nothing, and 308 is newer than what the JDK follows; a server that names a proxy (305) is not obeyed. */
    private static boolean isRedirect(int code) {
        return switch (code) {
            case 300, 301, 302, 303, 307 -> true;
            default -> false;
        };
    }

    /** Where a response leads; if that is nowhere, it is the last answer, without its content. */
    private URL follow(String location, Response response) throws MalformedURLException {
        try {
            return new URL(location);
        } catch (MalformedURLException relative) {
            try {
                return new URL(url, location);
            } catch (MalformedURLException e) {
                answer = new Answer(response, cookies != null);
                throw e;
            }
        }
    }

    private HttpRetryException cannotRetry(String why, Response response, @Nullable String location) {
        answer = new Answer(response, cookies != null);
        return location == null
                ? new HttpRetryException(why, response.code())
                : new HttpRetryException(why, response.code(), location);
    }
}
