package dev.hawser.internal.text;

/**
 * The characters that are percent-encoded in one part of a URL. All control characters and all that is not
 * ASCII are among them. The first four are those of the WHATWG URL standard, section 1.3.
 */
public enum EncodeSet {
    /** For a fragment that may hold percent-encoded characters already. */
    FRAGMENT(" \"<>`"),
    /** For the query of an http or https URL that may hold percent-encoded characters already. */
    QUERY(" \"#<>'"),
    /** For a path that may hold percent-encoded characters already. */
    PATH(" \"#<>?^`{}"),
    /** For a user name or password that may hold percent-encoded characters already. */
    USER_INFO(" \"#<>?^`{}/:;=@[\\]|"),

    /** For a fragment as plain text. */
    PLAIN_FRAGMENT(FRAGMENT, "%"),
    /** For a query as plain text, whose parameters are set off by {@code &} and {@code =} nonetheless. */
    PLAIN_QUERY(QUERY, "%+"),
    /** For one segment of a path as plain text. */
    PLAIN_SEGMENT(PATH, "%/\\"),
    /** For one segment of a path that may hold percent-encoded characters already. */
    SEGMENT(PATH, "/\\"),
    /** For a user name or password as plain text. */
    PLAIN_USER_INFO(USER_INFO, "%"),
    /** For the name or value of a query's parameter that may hold percent-encoded characters, or {@code +} for a space. */
    QUERY_PARAMETER(QUERY, "&="),
    /** For the name or value of a parameter as plain text; the form standard's set, whose space is set apart. */
    PLAIN_PARAMETER(" !\"#$%&'()+,/:;<=>?@[\\]^`{|}~"),
    /** For the name or value of a form's field that may hold percent-encoded characters, or {@code +} for a space. */
    FORM_FIELD(" !\"#$&'(),/:;<=>?@[\\]^`{|}~"),

    /** What a {@link java.net.URI} does not have in a path, of what a URL has. */
    URI_PATH("[]|\\"),
    /** What a {@link java.net.URI} does not have in a query or fragment, of what a URL has. */
    URI_QUERY("\\^`{|}#");

    /** Bit c of the pair is set where the ASCII character c is encoded. */
    private final long low;

    private final long high;

    EncodeSet(String characters) {
        this(0xffff_ffffL, 1L << 63, characters);
    }

    EncodeSet(EncodeSet base, String more) {
        this(base.low, base.high, more);
    }

    EncodeSet(long low, long high, String characters) {
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            if (c < 64) {
                low |= 1L << c;
            } else {
                high |= 1L << (c - 64);
            }
        }
        this.low = low;
        this.high = high;
    }

    /** Whether {@code c} is percent-encoded. */
    public boolean contains(char c) {
        if (c < 64) {
            return (low >>> c & 1) != 0;
        }
        return c >= 128 || (high >>> (c - 64) & 1) != 0;
    }
}
