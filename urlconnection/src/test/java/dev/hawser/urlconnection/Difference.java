package dev.hawser.urlconnection;

/** Where a connection means to differ from the JDK's, and one can tell; docs/urlconnection.md has the reasons. */
enum Difference {
    PATCH("PATCH is a method"),
    HEAD_WITH_CONTENT("HEAD has no content"),
    FIELD_GRAMMAR("a field's name must be a token"),
    LENGTH_OF_NOTHING("POST and PUT without content say `Content-Length: 0`"),
    INTERIM("interim responses are not the answer"),
    CUT_OFF("content that is cut off is an error"),
    PROXY_BY_REDIRECT("305 names no proxy"),
    PROXY_CREDENTIALS("`Proxy-Authorization` goes to proxies only"),
    FALSE_PROXY("407 from a server is an error"),
    NO_HTTP("what is no HTTP is a ProtocolException"),
    UNANSWERED("an unanswered request says so");

    private final String title;

    Difference(String title) {
        this.title = title;
    }

    /** As the document has it. */
    String title() {
        return title;
    }
}
