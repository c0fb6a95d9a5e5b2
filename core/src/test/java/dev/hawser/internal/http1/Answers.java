package dev.hawser.internal.http1;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a connection were read as.
 *
 * @param whole the responses that came to their end
 * @param failure why there are no more; null if a response was the last that may come on the connection
 * @param part the bytes of a last body that did not come to its end
 */
record Answers(List<Answer> whole, @Nullable Class<? extends IOException> failure, String part) {
    /** The same without what only the one knows who reads as the bytes come. */
    Answers essence() {
        return new Answers(whole, failure == null ? null : IOException.class, "");
    }
}
