package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.bytes.Rack;
import dev.hawser.internal.http.HeadFacts;
import dev.hawser.internal.http.ResponseHead;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the messages to and from one server repeat, so that it is read and written once only. What comes a second
 * time in a row is remembered in place of what was; so a value that is new in each response pushes nothing out.
 * Heads with secrets and long ones are not remembered. Safe for use by many threads: all it holds is immutable, and
 * a race only forgets.
 */
public final class PeerMemory {
    private static final int LONGEST_HEAD = 4096;

    private final Strings strings;
    private final Rack<HeadDraft> drafts;
    private @Nullable KnownHead known;
    private @Nullable ResponseHead lastOther;
    private @Nullable KnownFields sent;
    private @Nullable Headers lastSent;

    /** A memory without anything in it, but for what it shares with those of other servers. */
    PeerMemory(Strings strings, Rack<HeadDraft> drafts) {
        this.strings = strings;
        this.drafts = drafts;
    }

    /** Something to note a head in. */
    HeadDraft lendDraft() {
        HeadDraft kept = drafts.take();
        return kept == null ? new HeadDraft() : kept;
    }

    void give(HeadDraft draft) {
        draft.clear();
        drafts.put(draft);
    }

    Strings strings() {
        return strings;
    }

    /** The head to expect, if one is known that was read under these limits. */
    @Nullable
    KnownHead known(ResponseLimits limits) {
        KnownHead expected = known;
        return expected != null && expected.limits() == limits ? expected : null;
    }

    /** Takes in a head that differs from the known one: {@code bytes[start, end)}. */
    void saw(ResponseHead head, HeadFacts facts, ResponseLimits limits, byte[] bytes, int start, int end) {
        if (end - start > LONGEST_HEAD || head.isInterim()) {
            return;
        }
        if (head.equals(lastOther)) {
            known = new KnownHead(Arrays.copyOfRange(bytes, start, end), head, facts.copy(), limits);
            lastOther = null;
        } else {
            lastOther = head;
        }
    }

    /** What is known of a request's fields, if these very ones have been sent before; else null. */
    @Nullable
    KnownFields known(Headers headers) {
        KnownFields fields = sent;
        if (fields != null && fields.areThose(headers)) {
            return fields;
        }
        if (lastSent != headers) {
            lastSent = hasSecret(headers) ? null : headers;
            return null;
        }
        KnownFields made = new KnownFields(headers);
        sent = made;
        return made;
    }

    private static boolean hasSecret(Headers headers) {
        return headers.get("Authorization") != null
                || headers.get("Cookie") != null
                || headers.get("Proxy-Authorization") != null;
    }
}
