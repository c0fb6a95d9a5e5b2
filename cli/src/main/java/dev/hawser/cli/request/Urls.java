package dev.hawser.cli.request;

import dev.hawser.HttpUrl;

/** URLs as users type them and as they are shown. */
public final class Urls {
    private Urls() {}

    /**
     * The URL that was typed.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong, without a password
     */
    public static HttpUrl parse(String text) {
        try {
            return HttpUrl.get(text);
        } catch (IllegalArgumentException e) {
            boolean schemeMissing = !text.contains("://") && HttpUrl.parse("http://" + text) != null;
            throw new IllegalArgumentException(
                    "bad URL '" + withoutUser(text) + "': "
                            + (schemeMissing ? "did you mean 'http://" + withoutUser(text) + "'?" : e.getMessage()),
                    e);
        }
    }

    /** The URL without user name, password and fragment. */
    public static String shown(HttpUrl url) {
        return url.newBuilder().username("").password("").fragment(null).build().toString();
    }

    /** The text without what may be a user's name and password. */
    private static String withoutUser(String text) {
        return text.replaceFirst("^([^/@]*//)?[^/]*@", "$1");
    }
}
