package dev.hawser.urlconnection;

import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Interceptor;
import dev.hawser.Request;
import dev.hawser.Response;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The last step before the network. A connection hands a program what the server sent, so it asks for no encoding that the program did not
 * ask for: the client is told of one, to leave the response alone, and the server is not.
 */
final class Wire implements Interceptor {
    static final String ENCODING_FIELD = "Accept-Encoding";

    /** Keeps the client from asking for an encoding, and from undoing it. Never sent. */
    static final String NO_ENCODING = "identity";

    /** The fields for the last server, as programs ask the same one again and again. */
    private volatile @Nullable Plain last;

    /**
     * The fields of a GET of which the program said nothing, to one server.
     *
     * @param given to the client
     * @param sent to the server
     */
    private record Plain(String host, Headers given, Headers sent) {}

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Conversation conversation = request.tag(Conversation.class);
        if (conversation == null) {
            return chain.proceed(request);
        }
        conversation.goesBy(chain.connection());
        return chain.proceed(conversation.asksForEncoding() ? request : withoutEncoding(request));
    }

    private Request withoutEncoding(Request request) {
        Plain plain = last;
        if (plain != null && plain.given == request.headers()) {
            return request.newBuilder().headers(plain.sent).build();
        }
        return request.newBuilder().removeHeader(ENCODING_FIELD).build();
    }

    /** The fields of a GET of which the program said nothing. */
    Headers plainFields(HttpUrl target, JdkSettings settings) {
        String host = hostField(target);
        Plain plain = last;
        if (plain == null || !plain.host.equals(host)) {
            RequestFields fields = new RequestFields(true);
            addDefaults(fields, host, settings);
            Headers sent = fields.toHeaders();
            plain = new Plain(
                    host, sent.newBuilder().add(ENCODING_FIELD, NO_ENCODING).build(), sent);
            last = plain;
        }
        return plain.given;
    }

    /** Adds the fields that each request has, unless the program has set them. */
    static void addDefaults(RequestFields fields, String host, JdkSettings settings) {
        fields.setIfAbsent("User-Agent", settings.userAgent());
        fields.setIfAbsent("Host", host);
        fields.setIfAbsent("Accept", "*/*");
        fields.setIfAbsent("Connection", settings.keepAlive() ? "keep-alive" : "close");
    }

    /** The server's name, with the port if it is not the protocol's own (RFC 9110, section 7.2). */
    static String hostField(HttpUrl target) {
        String host = target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]";
        boolean ownPort = target.port() == HttpUrl.defaultPort(target.scheme());
        return ownPort ? host : host + ":" + target.port();
    }
}
