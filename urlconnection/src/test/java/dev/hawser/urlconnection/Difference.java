package dev.hawser.urlconnection;

import java.util.Optional;

/** Where a connection means to differ from the JDK's, and one can tell; docs/urlconnection.md has the reasons. */
enum Difference {
    PATCH("PATCH is a method"),
    HEAD_WITH_CONTENT("HEAD has no content"),
    FIELD_GRAMMAR("a field's name must be a token"),
    LENGTH_OF_NOTHING("POST and PUT without content say `Content-Length: 0`"),
    INTERIM("interim responses are not the answer", true),
    CUT_OFF("content that is cut off is an error", true),
    ORDER_OF_VALUES("values of a field are told in their order", true),
    PROXY_BY_REDIRECT("305 names no proxy"),
    PROXY_CREDENTIALS("`Proxy-Authorization` goes to proxies only"),
    FALSE_PROXY("407 from a server is an error"),
    NO_HTTP("what is no HTTP is a ProtocolException"),
    UNANSWERED("an unanswered request says so");

    private final String title;
    private final boolean mended;

    Difference(String title) {
        this(title, false);
    }

    /** @param mended whether the JDK of today does the same, unlike 17 */
    Difference(String title, boolean mended) {
        this.title = title;
        this.mended = mended;
    }

    /** As the document has it. */
    String title() {
        return title;
    }

    /** Whether there is one in this JVM; empty if that is not known of its version. */
    Optional<Boolean> isHere() {
        int version = Runtime.version().feature();
        if (!mended || version == 17) {
            return Optional.of(true);
        }
        return version >= 25 ? Optional.of(false) : Optional.empty();
    }
}
