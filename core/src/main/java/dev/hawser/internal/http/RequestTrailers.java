package dev.hawser.internal.http;

import dev.hawser.Headers;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** The fields behind a request's content, asked for when all of it is written (RFC 9110, section 6.5). */
public final class RequestTrailers {
    /** Fields by which a message is framed, routed or read, which cannot come behind it (RFC 9110, section 6.5.1). */
    private static final Set<String> NEVER_BEHIND = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Supplier<Headers> source;

    public RequestTrailers(Supplier<Headers> source) {
        this.source = source;
    }

    /**
     * The fields; often none.
     *
     * @throws ProtocolException if one of them cannot come behind the content
     */
    public Headers take() throws ProtocolException {
        Headers fields = source.get();
        for (int i = 0; i < fields.size(); i++) {
            if (NEVER_BEHIND.contains(fields.name(i).toLowerCase(Locale.ROOT))) {
                throw new ProtocolException("request trailers cannot have " + fields.name(i) + ": " + fields.value(i));
            }
        }
        return fields;
    }
}
