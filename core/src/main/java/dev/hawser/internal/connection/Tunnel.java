package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.Authenticator;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.ResponseLimits;
import dev.hawser.Route;
import dev.hawser.internal.http.BodyWatcher;
import dev.hawser.internal.http.ProxyInvitation;
import dev.hawser.internal.http.ResponseHead;
import dev.hawser.internal.http1.Http1Codec;
import dev.hawser.internal.transport.Opening;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The demand of a tunnel from an HTTP proxy: CONNECT (RFC 9110, section 9.3.6), with the credentials that the client's
 * authenticator has for it. It may take several connections, as a proxy may close one with its demand for credentials.
 */
final class Tunnel {
    private static final int MOST_TRIES = 20;
    private static final int MOST_INTERIM = 20;

    private final ConnectionMaker maker;
    private final Route route;
    private final ProxyPeer peer;
    private final Authenticator authenticator;
    private final ResponseLimits limits;
    private final long roundNanos;
    private @Nullable Request request;
    private int tries;

    /** What the server has said before it was asked anything. */
    private byte[] early = {};

    /**
     * A tunnel that is yet to be opened.
     *
     * @param limits bounds of each answer's head
     * @param roundNanos the limit of one demand and its answer; 0 for none
     */
    Tunnel(ConnectionMaker maker, Route route, ResponseLimits limits, long roundNanos) {
        this.maker = maker;
        this.route = route;
        this.peer = new ProxyPeer(route);
        this.authenticator = route.address().proxySetup().authenticator();
        this.limits = limits;
        this.roundNanos = roundNanos;
    }

    /**
     * Opens it over a connection to the proxy.
     *
     * @return false if that takes another connection
     * @throws ConnectException if the proxy refuses
     * @throws ProtocolException if its answer cannot be understood, or it is never content with the credentials
     */
    boolean open(Opening connected) throws IOException {
        Request next = request == null ? invited() : request;
        while (true) {
            Round round = new Round(next);
            connected.speak(
                    "opening a tunnel through",
                    roundNanos,
                    transport -> round.perform(maker.proxyCodec(transport, peer)));
            ResponseHead answer = round.answer();
            if (answer.code() / 100 == 2) {
                return true;
            }
            next = withCredentials(next, answer);
            if (++tries == MOST_TRIES) {
                throw new ProtocolException(peer + " was not content with any of " + MOST_TRIES + " credentials");
            }
            request = next;
            if (!round.mayContinue()) {
                return false;
            }
        }
    }

    /** What has come behind the proxy's answer: the first bytes of a server that speaks HTTP/2 in the clear, else none. */
    byte[] early() {
        return early;
    }

    /** The first demand, with what the authenticator sends unasked. */
    private Request invited() throws IOException {
        Address address = route.address();
        String host = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
        Request bare = new Request.Builder()
                .url(address.url())
                .method("CONNECT", null)
                .header("Host", host + ":" + address.port())
                .header("User-Agent", "hawser/" + HawserClient.VERSION)
                .build();
        Request answer = authenticator.authenticate(route, ProxyInvitation.to(bare));
        return answer == null ? bare : withHeaders(bare, answer);
    }

    /** The same demand with what the authenticator answers to a refusal. */
    private Request withCredentials(Request refused, ResponseHead head) throws IOException {
        if (head.code() != 407) {
            throw new ConnectException(peer + " refused a tunnel: " + head.code() + " " + head.message());
        }
        Response response = new Response.Builder()
                .request(refused)
                .protocol(head.protocol())
                .code(head.code())
                .message(head.message())
                .headers(head.headers())
                .build();
        Request answer = authenticator.authenticate(route, response);
        if (answer == null) {
            throw new ConnectException(peer + " demands credentials that the client does not have: 407 "
                    + head.message() + ", " + response.challenges());
        }
        return withHeaders(refused, answer);
    }

    private static Request withHeaders(Request demand, Request answer) {
        return demand.newBuilder().headers(answer.headers()).build();
    }

    /** One demand and the proxy's answer to it. */
    private final class Round implements BodyWatcher {
        private final Request sent;
        private @Nullable ResponseHead head;
        private boolean complete;

        Round(Request sent) {
            this.sent = sent;
        }

        /** The proxy's final answer. */
        ResponseHead answer() {
            if (head == null) {
                throw new IllegalStateException("no answer from " + peer);
            }
            return head;
        }

        /** Whether another round may follow on the same connection. */
        boolean mayContinue() {
            return complete;
        }

        void perform(Http1Codec codec) throws IOException {
            codec.begin(limits);
            codec.writeRequestHead(sent);
            codec.flushRequest();
            head = readAnswer(codec);
            if (head.code() / 100 != 2) {
                codec.responseBody(this).close();
                complete &= codec.persistent() && !codec.strayBytes();
            } else if (codec.strayBytes()) {
                takeEarly(codec);
            }
            codec.park();
        }

        /** A server of HTTP/2 need not wait for its client (RFC 9113, section 3.4); any other speaks when it is spoken to. */
        private void takeEarly(Http1Codec codec) throws ProtocolException {
            Address server = route.address();
            if (server.isHttps() || !server.protocols().contains(Protocol.H2_PRIOR_KNOWLEDGE)) {
                throw new ProtocolException(peer + " sent bytes beyond its answer to CONNECT");
            }
            early = codec.takeStrayBytes();
        }

        private ResponseHead readAnswer(Http1Codec codec) throws IOException {
            for (int interim = 0; interim < MOST_INTERIM; interim++) {
                ResponseHead read = codec.readResponseHead(sent);
                if (!read.isInterim()) {
                    return read;
                }
            }
            throw new ProtocolException("more than " + MOST_INTERIM + " interim responses from " + peer);
        }

        @Override
        public void started() {}

        @Override
        public void ended(long byteCount) {
            complete = true;
        }

        @Override
        public IOException failed(long byteCount, IOException cause) {
            return cause;
        }

        @Override
        public void abandoned(long byteCount) {}
    }
}
