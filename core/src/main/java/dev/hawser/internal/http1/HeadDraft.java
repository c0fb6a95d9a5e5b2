package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.internal.http.HeadFacts;

/** What is noted while a head is read. Lent from the first line of a head until its exchange is over. */
final class HeadDraft {
    final Headers.Builder fields = new Headers.Builder();
    final HeadFacts facts = new HeadFacts();
    String message = "";
    int fieldCount;

    /** The name of the field that was read last. */
    String lastName = "";

    /** Whether a field carries a secret that no other response should meet. */
    boolean secret;

    /** Whether more bytes had to be waited for after the first. */
    boolean inPieces;

    /** Forgets the last head. */
    void clear() {
        fields.clear();
        facts.reset();
        message = "";
        fieldCount = 0;
        lastName = "";
        secret = false;
        inPieces = false;
    }
}
