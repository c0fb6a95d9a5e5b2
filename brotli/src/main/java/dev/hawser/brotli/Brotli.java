package dev.hawser.brotli;

import dev.hawser.CompressionInterceptor;
import java.io.IOException;
import java.io.InputStream;
import org.brotli.dec.BrotliInputStream;

/** The coding {@code br} (RFC 7932), for a {@link CompressionInterceptor}. Safe for use by many threads. */
public final class Brotli implements CompressionInterceptor.DecompressionAlgorithm {
    /** The one there is. */
    public static final Brotli INSTANCE = new Brotli();

    private Brotli() {}

    @Override
    public String encoding() {
        return "br";
    }

    @Override
    public InputStream decompress(InputStream compressed) throws IOException {
        return new BrotliInputStream(compressed);
    }
}
