package dev.hawser.internal.http;

import java.io.IOException;

/** One who is told how the body of a message fares. Each body starts once, and then ends once: ended, failed or abandoned. */
public interface BodyWatcher {
    /** The first read or write of the body begins, or it is closed without any. */
    void started();

    /** The body was carried to its end. */
    void ended(long byteCount);

    /**
     * The body broke off.
     *
     * @return what to throw for it
     */
    IOException failed(long byteCount, IOException cause);

    /** The reader closed the body before its end, and the rest was not drained. */
    void abandoned(long byteCount);
}
