package dev.hawser.internal.cache;

import dev.hawser.Headers;
import dev.hawser.Request;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stored response whose fields are brought up to date by a 304, or by the response to a HEAD (RFC 9111, sections 3.2 and 4.3). */
final class Freshening {
    /** Fields that describe the body that is stored, and so stay as they are. */
    private static final Set<String> OF_THE_BODY =
            Set.of("content-length", "content-encoding", "content-type", "content-range");

    /** Fields that say when the response was made: those of the older one say nothing of the newer. */
    private static final Set<String> OF_THE_TIME = Set.of("age", "date", "warning");

    private Freshening() {}

    /** The stored response with the fields of a newer one. */
    static StoredResponse merged(StoredResponse stored, Request request, Headers newer, long sentAt, long receivedAt) {
        Headers brought = Storable.without(Storable.fields(newer), OF_THE_BODY);
        Set<String> replaced = new HashSet<>(OF_THE_TIME);
        brought.names().forEach(name -> replaced.add(name.toLowerCase(Locale.ROOT)));
        Headers headers = Storable.fields(Storable.without(stored.headers(), replaced)
                .newBuilder()
                .addAll(brought)
                .build());
        Headers nominated = Vary.nominated(Vary.names(headers), request.headers());
        return new StoredResponse(
                stored.url(),
                nominated,
                stored.protocol(),
                stored.code(),
                stored.message(),
                headers,
                sentAt,
                receivedAt,
                stored.handshake());
    }

    /** What the user sees of a response that was just confirmed: besides what is stored, what the 304 has for this one time. */
    static Headers shown(StoredResponse stored, Headers answer) {
        return with(stored.headers(), answer, Storable.forOnce(stored.headers()));
    }

    /**
     * What the user sees of a response that stands in for an error: besides these fields, the cookies that the error sets. They are the
     * server's word like any other (RFC 6265, section 3), and nobody sees the error itself.
     */
    static Headers shownInsteadOf(Headers error, Headers stored) {
        return with(stored, error, Storable.COOKIES);
    }

    /** Fields, and behind them those of an answer whose names, in lower case, are in the set. */
    private static Headers with(Headers fields, Headers answer, Set<String> names) {
        Headers.Builder all = fields.newBuilder();
        for (int i = 0; i < answer.size(); i++) {
            if (names.contains(answer.name(i).toLowerCase(Locale.ROOT))) {
                all.addUnsafeNonAscii(answer.name(i), answer.value(i));
            }
        }
        return all.build();
    }

    /** Whether a 304 names an entity tag, and none that the stored response has (section 4.3.4). */
    static boolean isAboutAnother(StoredResponse stored, Headers answer) {
        String named = answer.get("ETag");
        String known = stored.etag();
        return named != null && known != null && !opaque(named).equals(opaque(known));
    }

    /** An entity tag but for whether it is weak (RFC 9110, section 8.8.3.2). */
    private static String opaque(String etag) {
        return etag.startsWith("W/") ? etag.substring(2) : etag;
    }

    /** Whether the response to a HEAD is about the very content that is stored (section 4.3.5). */
    static boolean isAboutTheSame(StoredResponse stored, long storedLength, Headers head) {
        String length = head.get("Content-Length");
        return sameIfGiven(head.get("ETag"), stored.etag())
                && sameIfGiven(head.get("Last-Modified"), stored.lastModified())
                && (length == null || length.equals(Long.toString(storedLength)))
                && sameIfGiven(head.get("Content-Encoding"), stored.headers().get("Content-Encoding"));
    }

    private static boolean sameIfGiven(@Nullable String given, @Nullable String stored) {
        return given == null || given.equals(stored);
    }
}
