package dev.hawser.urlconnection;

import dev.hawser.RequestBody;
import dev.hawser.Response;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** What a program writes the content of a request to. */
abstract sealed class Upload extends OutputStream permits HeldUpload, StreamedUpload {
    /**
     * Ends the content, if the program has not.
     *
     * @throws IOException if not all that was promised was written
     */
    abstract void finish() throws IOException;

    /** Gives the content up, from any thread. */
    abstract void abandon();

    /** The content for a request that is still to be sent; null if it is sent. */
    abstract @Nullable RequestBody content();

    /** The response to the request that was sent with the content; null if none was sent. */
    abstract @Nullable Response response() throws IOException;
}
