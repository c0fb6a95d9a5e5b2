package dev.hawser.internal.cache;

import dev.hawser.CipherSuite;
import dev.hawser.Handshake;
import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.TlsVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of the cache as the bytes that a store keeps: a kind with the format's version in it, then the parts in order. */
final class Metadata {
    private static final int RESPONSE = 0x10;
    private static final int VARIANTS = 0x20;

    private Metadata() {}

    static byte[] of(StoredResponse stored) {
        return written(out -> {
            out.writeByte(RESPONSE);
            write(out, stored.url().toString());
            write(out, stored.nominated());
            write(out, stored.protocol().toString());
            out.writeShort(stored.code());
            write(out, stored.message());
            write(out, stored.headers());
            out.writeLong(stored.sentAt());
            out.writeLong(stored.receivedAt());
            write(out, stored.handshake());
        });
    }

    static byte[] of(Variants variants) {
        return written(out -> {
            out.writeByte(VARIANTS);
            write(out, variants.generation());
            write(out, variants.names());
            write(out, variants.keys());
            out.writeLong(variants.keepUntilMillis());
        });
    }

    /**
     * A {@link StoredResponse} or {@link Variants}.
     *
     * @throws IOException if the bytes are neither, or of another version
     */
    static Record read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            Record result = switch (in.readUnsignedByte()) {
                case RESPONSE -> readResponse(in);
                case VARIANTS -> new Variants(readString(in), readStrings(in), readStrings(in), in.readLong());
                default -> throw new IOException("metadata of a kind or version that is not known");
            };
            if (in.available() > 0) {
                throw new IOException("metadata that go on for " + in.available() + " bytes");
            }
            return result;
        } catch (IllegalArgumentException | CertificateException e) {
            throw new IOException("metadata that cannot be: " + e.getMessage(), e);
        }
    }

    private static StoredResponse readResponse(DataInputStream in) throws IOException, CertificateException {
        return new StoredResponse(
                HttpUrl.get(readString(in)),
                readHeaders(in),
                Protocol.get(readString(in)),
                in.readUnsignedShort(),
                readString(in),
                readHeaders(in),
                in.readLong(),
                in.readLong(),
                readHandshake(in));
    }

    /** What writes to memory. */
    @FunctionalInterface
    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try {
            content.writeTo(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void write(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            write(out, text);
        }
    }

    private static void write(DataOutputStream out, Headers headers) throws IOException {
        out.writeInt(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            write(out, headers.name(i));
            write(out, headers.value(i));
        }
    }

    private static void write(DataOutputStream out, @Nullable Handshake handshake) throws IOException {
        out.writeBoolean(handshake != null);
        if (handshake != null) {
            write(out, handshake.tlsVersion().javaName());
            write(out, handshake.cipherSuite().javaName());
            writeChain(out, handshake.peerCertificates());
            writeChain(out, handshake.localCertificates());
        }
    }

    private static void writeChain(DataOutputStream out, List<Certificate> chain) throws IOException {
        out.writeInt(chain.size());
        for (Certificate each : chain) {
            try {
                write(out, each.getEncoded());
            } catch (CertificateException e) {
                throw new IOException("a certificate that has no encoding", e);
            }
        }
    }

    /** A number of bytes or parts; no more than there are bytes left, so that it can be trusted with room. */
    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IOException("metadata of " + count + " more, where " + in.available() + " bytes are left");
        }
        return count;
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(readCount(in));
    }

    private static String readString(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static List<String> readStrings(DataInputStream in) throws IOException {
        int count = readCount(in);
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            strings.add(readString(in));
        }
        return strings;
    }

    private static Headers readHeaders(DataInputStream in) throws IOException {
        int count = readCount(in);
        Headers.Builder headers = new Headers.Builder();
        for (int i = 0; i < count; i++) {
            headers.addUnsafeNonAscii(readString(in), readString(in));
        }
        return headers.build();
    }

    private static @Nullable Handshake readHandshake(DataInputStream in) throws IOException, CertificateException {
        if (!in.readBoolean()) {
            return null;
        }
        TlsVersion version = TlsVersion.forJavaName(readString(in));
        CipherSuite suite = CipherSuite.forJavaName(readString(in));
        return Handshake.get(version, suite, readChain(in), readChain(in));
    }

    private static List<Certificate> readChain(DataInputStream in) throws IOException, CertificateException {
        int count = readCount(in);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> chain = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chain.add(factory.generateCertificate(new ByteArrayInputStream(readBytes(in))));
        }
        return chain;
    }
}
