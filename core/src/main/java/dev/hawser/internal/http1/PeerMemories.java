package dev.hawser.internal.http1;

import dev.hawser.internal.bytes.Rack;
import java.util.Arrays;

/** The memories of all servers of a pool: a fixed number, so that servers may have to share one. Safe for use by many threads. */
public final class PeerMemories {
    private static final int COUNT = 64;
    private static final int DRAFTS = 64;

    private final PeerMemory[] memories = new PeerMemory[COUNT];

    /** Memories without anything in them. */
    public PeerMemories() {
        Strings strings = new Strings();
        Rack<HeadDraft> drafts = new Rack<>(DRAFTS);
        Arrays.setAll(memories, i -> new PeerMemory(strings, drafts));
    }

    /** The memory of a server, by its hash code. */
    public PeerMemory of(Object server) {
        int hash = server.hashCode();
        return memories[(hash ^ hash >>> 16) & COUNT - 1];
    }
}
