package dev.hawser;

import dev.hawser.internal.text.QuotedStrings;
import dev.hawser.internal.text.Tokens;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A body of several parts, each with headers of its own (RFC 2046, section 5.1), as a form that uploads files sends one (RFC 7578).
 * Parts are written one after the other as their bodies write themselves, so a large file takes no memory.
 *
 * <p>Immutable; its {@link Builder} is not, and is for one thread.
 */
public final class MultipartBody extends RequestBody {
    /** Parts that are independent of each other, in an order that matters. */
    public static final MediaType MIXED = MediaType.get("multipart/mixed");

    /** The same content in several forms, the best last. */
    public static final MediaType ALTERNATIVE = MediaType.get("multipart/alternative");

    /** Messages. */
    public static final MediaType DIGEST = MediaType.get("multipart/digest");

    /** Parts whose order does not matter. */
    public static final MediaType PARALLEL = MediaType.get("multipart/parallel");

    /** The values of a form (RFC 7578). */
    public static final MediaType FORM = MediaType.get("multipart/form-data");

    private static final byte[] DASHES = {'-', '-'};
    private static final byte[] LINE_BREAK = {'\r', '\n'};

    private final String boundary;
    private final MediaType type;
    private final MediaType contentType;
    private final List<Part> parts;

    private MultipartBody(Builder builder) {
        boundary = builder.boundary;
        type = builder.type;
        contentType = MediaType.get(
                type + "; boundary=" + (Tokens.isToken(boundary) ? boundary : QuotedStrings.quote(boundary)));
        parts = List.copyOf(builder.parts);
    }

    /** What stands between the parts. */
    public String boundary() {
        return boundary;
    }

    /** The media type without the boundary. */
    public MediaType type() {
        return type;
    }

    /** The media type with the boundary. */
    @Override
    public MediaType contentType() {
        return contentType;
    }

    /** The number of parts. */
    public int size() {
        return parts.size();
    }

    /** The parts in their order. */
    public List<Part> parts() {
        return parts;
    }

    /**
     * The part at {@code index}.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public Part part(int index) {
        return parts.get(index);
    }

    /** The exact number of bytes; -1 if the length of a part is not known. */
    @Override
    public long contentLength() throws IOException {
        long sum = 2L * DASHES.length + boundary.length() + LINE_BREAK.length;
        for (Part part : parts) {
            long length = part.body.contentLength();
            if (length < 0) {
                return -1;
            }
            sum += length + head(part).length + LINE_BREAK.length;
        }
        return sum;
    }

    /** Whether a part is. */
    @Override
    public boolean isOneShot() {
        return parts.stream().anyMatch(part -> part.body.isOneShot());
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        for (Part part : parts) {
            sink.write(head(part));
            part.body.writeTo(new PartSink(sink));
            sink.write(LINE_BREAK);
        }
        sink.write(DASHES);
        sink.write(ascii(boundary));
        sink.write(DASHES);
        sink.write(LINE_BREAK);
    }

    private byte[] head(Part part) {
        StringBuilder head = new StringBuilder("--").append(boundary).append("\r\n");
        Headers headers = part.headers == null ? Headers.EMPTY : part.headers;
        for (int i = 0; i < headers.size(); i++) {
            head.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
        }
        MediaType of = part.body.contentType();
        if (of != null) {
            head.append("Content-Type: ").append(of).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What a part is written to: to close it ends the part alone. */
    private static final class PartSink extends OutputStream {
        private final OutputStream all;

        PartSink(OutputStream all) {
            this.all = all;
        }

        @Override
        public void write(int b) throws IOException {
            all.write(b);
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            all.write(from, offset, count);
        }

        @Override
        public void flush() throws IOException {
            all.flush();
        }
    }

    /** One part: a body, with headers or without. Immutable if its body is. */
    public static final class Part {
        private final @Nullable Headers headers;
        private final RequestBody body;

        private Part(@Nullable Headers headers, RequestBody body) {
            this.headers = headers;
            this.body = Objects.requireNonNull(body, "body");
            if (body.isDuplex()) {
                throw new IllegalArgumentException("a duplex body cannot be a part");
            }
            for (String name : List.of("Content-Type", "Content-Length")) {
                if (headers != null && headers.get(name) != null) {
                    throw new IllegalArgumentException(
                            "Unexpected header: " + name + "; it comes from the part's body");
                }
            }
        }

        /** The headers of the part, without those that its body gives; null if there are none. */
        public @Nullable Headers headers() {
            return headers;
        }

        /** The content of the part. */
        public RequestBody body() {
            return body;
        }

        /** A part without headers of its own. */
        public static Part create(RequestBody body) {
            return new Part(null, body);
        }

        /**
         * A part.
         *
         * @throws IllegalArgumentException if a header is {@code Content-Type} or {@code Content-Length}, or the body is duplex
         */
        public static Part create(@Nullable Headers headers, RequestBody body) {
            return new Part(headers, body);
        }

        /** A value of a form, as UTF-8 and without a media type. */
        public static Part createFormData(String name, String value) {
            return createFormData(name, null, RequestBody.create(value.getBytes(StandardCharsets.UTF_8)));
        }

        /**
         * A file of a form. Names are sent in UTF-8; a quote or a line break in one is percent-encoded, as browsers do
         * (WHATWG HTML, section 4.10.21.8).
         *
         * @param filename the name that the server is told, or null for none
         */
        public static Part createFormData(String name, @Nullable String filename, RequestBody body) {
            StringBuilder disposition = new StringBuilder("form-data; name=");
            appendQuoted(disposition, name);
            if (filename != null) {
                appendQuoted(disposition.append("; filename="), filename);
            }
            return create(
                    new Headers.Builder()
                            .addUnsafeNonAscii("Content-Disposition", disposition.toString())
                            .build(),
                    body);
        }

        private static void appendQuoted(StringBuilder to, String text) {
            to.append('"');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '\n' -> to.append("%0A");
                    case '\r' -> to.append("%0D");
                    case '"' -> to.append("%22");
                    default -> to.append(c);
                }
            }
            to.append('"');
        }
    }

    /** A maker of {@link MultipartBody}s, {@link #MIXED} if not told otherwise. */
    public static final class Builder {
        private static final int RANDOM_BYTES = 16;

        /** How long a boundary may be (RFC 2046, section 5.1.1). */
        private static final int MOST_CHARACTERS = 70;

        private final String boundary;
        private final List<Part> parts = new ArrayList<>();
        private MediaType type = MIXED;

        /** A builder with a boundary that no content has, as it is random. */
        public Builder() {
            this(randomBoundary());
        }

        /**
         * A builder with that boundary, which must not begin a line of any part.
         *
         * @throws IllegalArgumentException if it is not 1 to 70 letters, digits or {@code '()+_,-./:=?}
         */
        public Builder(String boundary) {
            if (boundary.isEmpty()
                    || boundary.length() > MOST_CHARACTERS
                    || !boundary.chars().allMatch(Builder::mayBeInBoundary)) {
                throw new IllegalArgumentException("not a boundary of 1 to 70 characters: " + boundary);
            }
            this.boundary = boundary;
        }

        private static boolean mayBeInBoundary(int c) {
            return c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || "'()+_,-./:=?".indexOf(c) >= 0;
        }

        private static String randomBoundary() {
            byte[] random = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(random);
            StringBuilder hex = new StringBuilder();
            for (byte each : random) {
                hex.append(Character.forDigit(each >> 4 & 0xf, 16)).append(Character.forDigit(each & 0xf, 16));
            }
            return hex.toString();
        }

        /**
         * Sets the media type.
         *
         * @throws IllegalArgumentException if it is not of the type multipart, or names a boundary
         */
        public Builder setType(MediaType type) {
            if (!type.type().equals("multipart")) {
                throw new IllegalArgumentException("multipart != " + type);
            }
            if (type.parameter("boundary") != null) {
                throw new IllegalArgumentException("the boundary is given to the constructor: " + type);
            }
            this.type = type;
            return this;
        }

        /** Adds a part without headers of its own. */
        public Builder addPart(RequestBody body) {
            return addPart(Part.create(body));
        }

        /** Adds a part, as {@link Part#create(Headers, RequestBody)} makes it. */
        public Builder addPart(@Nullable Headers headers, RequestBody body) {
            return addPart(Part.create(headers, body));
        }

        /** Adds a value of a form, as {@link Part#createFormData(String, String)} makes it. */
        public Builder addFormDataPart(String name, String value) {
            return addPart(Part.createFormData(name, value));
        }

        /** Adds a file of a form, as {@link Part#createFormData(String, String, RequestBody)} makes it. */
        public Builder addFormDataPart(String name, @Nullable String filename, RequestBody body) {
            return addPart(Part.createFormData(name, filename, body));
        }

        /** Adds a part. */
        public Builder addPart(Part part) {
            parts.add(Objects.requireNonNull(part, "part"));
            return this;
        }

        /**
         * The body.
         *
         * @throws IllegalStateException if there is no part
         */
        public MultipartBody build() {
            if (parts.isEmpty()) {
                throw new IllegalStateException("Multipart body must have at least one part.");
            }
            return new MultipartBody(this);
        }
    }
}
