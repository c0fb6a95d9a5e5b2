package dev.hawser;

/**
 * Is told how far a body is sent or read: {@link RequestBody#withProgress} and {@link ResponseBody#withProgress}. Called on the thread
 * that sends or reads, between two steps of it: it should return soon.
 */
@FunctionalInterface
public interface ProgressListener {
    /**
     * The body has come further.
     *
     * @param bytes how many bytes went so far, from 0 again if a request is sent again
     * @param contentLength how many there are in all, or -1 if that is not known
     * @param done whether the body is over
     */
    void progress(long bytes, long contentLength, boolean done);
}
