package dev.hawser.internal.http2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One who opened a stream and may be waiting for something to happen to it. */
public interface StreamOwner {
    /** There is news of the stream: a head, data, its end, a failure, or room to send. */
    void streamChanged();

    /**
     * A thread that waits for news, other than this one; null if there is none. One that was told, and has not looked yet, does not
     * wait.
     */
    default @Nullable Thread waitingBut(@Nullable Thread other) {
        return null;
    }

    /** Tells all of them, and forgets them. */
    static void tell(List<StreamOwner> news) {
        for (int i = 0; i < news.size(); i++) {
            news.get(i).streamChanged();
        }
        news.clear();
    }
}
