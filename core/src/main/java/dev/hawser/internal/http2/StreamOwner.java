package dev.hawser.internal.http2;

import java.util.List;

/** One who opened a stream and may be waiting for something to happen to it. */
public interface StreamOwner {
    /** There is news of the stream: a head, data, its end, a failure, or room to send. */
    void streamChanged();

    /** Tells all of them, and forgets them. */
    static void tell(List<StreamOwner> news) {
        for (int i = 0; i < news.size(); i++) {
            news.get(i).streamChanged();
        }
        news.clear();
    }
}
