package dev.hawser.it.cache;

import dev.hawser.CacheStore;
import dev.hawser.CacheStores;
import dev.hawser.it.process.KilledProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * A program that writes into a cache folder until it is killed, and says what it does: {@code p key version} once an entry is
 * committed or updated, {@code r key version} before one is removed and {@code R key version} after that.
 */
final class CacheWriter {
    static final long ROOM = 64 << 20;
    static final int KEYS_OF_A_THREAD = 8;

    private final CacheStore store;
    private final Random random;
    private final int thread;
    private long version;

    private CacheWriter(CacheStore store, long firstVersion, int thread) {
        this.store = store;
        this.version = firstVersion;
        this.thread = thread;
        this.random = new Random(firstVersion + thread);
    }

    /** The folder, and the first version. */
    public static void main(String[] arguments) throws Exception {
        CacheStore store = CacheStores.inFolder(Path.of(arguments[0]), ROOM);
        long firstVersion = Long.parseLong(arguments[1]);
        refuseAnother(arguments[0]);
        KilledProgram.say("open");
        new Thread(() -> new CacheWriter(store, firstVersion, 1).writeForever()).start();
        new CacheWriter(store, firstVersion, 0).writeForever();
    }

    /** Another store of this process gets an error, and takes nothing from the one that has the folder. */
    private static void refuseAnother(String folder) throws IOException {
        try {
            CacheStores.inFolder(Path.of(folder), ROOM).close();
        } catch (IOException e) {
            return;
        }
        throw new IllegalStateException("two stores in " + folder);
    }

    private void writeForever() {
        try {
            while (true) {
                step("key " + thread + random.nextInt(KEYS_OF_A_THREAD));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void step(String key) throws IOException {
        String named = key.replace(' ', '-');
        version++;
        switch (random.nextInt(6)) {
            case 0 -> {
                KilledProgram.say("r " + named + " " + version);
                store.remove(key);
                KilledProgram.say("R " + named + " " + version);
            }
            case 1 -> {
                try (CacheStore.Entry entry = store.read(key)) {
                    if (entry != null
                            && entry.update(metadata(bodyVersion(entry.metadata()), version), Long.MAX_VALUE)) {
                        KilledProgram.say("p " + named + " " + version);
                    }
                }
            }
            default -> {
                byte[] body = body(version);
                try (CacheStore.Writer writer = store.write(key, metadata(version, version), Long.MAX_VALUE)) {
                    if (writer != null) {
                        for (int at = 0; at < body.length; at += 8192) {
                            writer.write(body, at, Math.min(8192, body.length - at));
                        }
                        if (writer.commit()) {
                            KilledProgram.say("p " + named + " " + version);
                        }
                    }
                }
            }
        }
    }

    static byte[] metadata(long bodyVersion, long version) {
        return ByteBuffer.allocate(16).putLong(bodyVersion).putLong(version).array();
    }

    static long bodyVersion(byte[] metadata) {
        return ByteBuffer.wrap(metadata).getLong();
    }

    static long version(byte[] metadata) {
        return ByteBuffer.wrap(metadata).getLong(8);
    }

    /** The body that a version has: its length and its bytes are that version's alone. */
    static byte[] body(long version) {
        byte[] body = new byte[(int) (version % 3 == 0 ? version % 1_000 : 30_000 + version % 120_000)];
        Arrays.fill(body, (byte) version);
        for (int i = 0; i + 8 <= body.length; i += 1024) {
            ByteBuffer.wrap(body).putLong(i, version * 31 + i);
        }
        return body;
    }
}
