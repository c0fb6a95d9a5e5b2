package dev.hawser.zstd;

import com.github.luben.zstd.ZstdInputStream;
import dev.hawser.CompressionInterceptor;
import java.io.IOException;
import java.io.InputStream;

/**
 * The coding {@code zstd} (RFC 8878), for a {@link CompressionInterceptor}. A body whose window is larger than 8 MiB, which no server
 * may send (RFC 9659), is refused, so a body takes no more memory than that. Safe for use by many threads.
 */
public final class Zstd implements CompressionInterceptor.DecompressionAlgorithm {
    /** The one there is. */
    public static final Zstd INSTANCE = new Zstd();

    /** The logarithm of 8 MiB. */
    private static final int LARGEST_WINDOW = 23;

    private Zstd() {}

    @Override
    public String encoding() {
        return "zstd";
    }

    @Override
    public InputStream decompress(InputStream compressed) throws IOException {
        ZstdInputStream plain = new ZstdInputStream(compressed);
        plain.setLongMax(LARGEST_WINDOW);
        return plain;
    }
}
