package dev.hawser;

import java.io.IOException;

/** Who is told the outcome of an enqueued call: one of the two, once, on a thread of the dispatcher. */
public interface Callback {
    /**
     * The call was cancelled, timed out, or could not be carried through. What the server may have done is
     * unknown, unless the exception says otherwise.
     */
    void onFailure(Call call, IOException e);

    /**
     * The head of a response has arrived, of whatever status code. The body is to be read and closed, here or
     * by another thread.
     *
     * @throws IOException if reading the body fails; it is logged, and changes nothing
     */
    void onResponse(Call call, Response response) throws IOException;
}
