package dev.hawser.urlconnection;

import dev.hawser.HttpUrl;
import dev.hawser.Response;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cookies of one conversation: those of the JVM's handler, and those that the program set. */
final class Cookies {
    private final CookieHandler handler;

    /** The program's {@code Cookie} field; null if there is none. */
    private @Nullable String own;

    Cookies(CookieHandler handler, @Nullable String own) {
        this.handler = handler;
        this.own = own;
    }

    /** Forgets what the program set: it was for another server. */
    void dropOwn() {
        own = null;
    }

    /** Puts the cookies for a URL in the request's fields. */
    void addTo(RequestFields fields, HttpUrl target) throws IOException {
        fields.remove("Cookie");
        URI uri = target.uri();
        handler.get(uri, fields.toMap()).forEach((name, values) -> {
            boolean isOfCookies = "Cookie".equalsIgnoreCase(name) || "Cookie2".equalsIgnoreCase(name);
            if (isOfCookies && values != null && !values.isEmpty()) {
                fields.set(name, String.join("; ", values));
            }
        });
        if (own != null) {
            String kept = fields.get("Cookie");
            fields.set("Cookie", kept == null ? own : kept + ";" + own);
        }
    }

    /** Shows the handler what a response sets. */
    void keep(HttpUrl target, Response response) throws IOException {
        Map<@Nullable String, List<String>> shown = new Answer(response, false).map();
        handler.put(target.uri(), shown);
    }
}
