package dev.hawser;

import dev.hawser.internal.text.EncodeSet;
import dev.hawser.internal.text.PercentEncoding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body of names and values, as an HTML form sends them: {@code application/x-www-form-urlencoded} (WHATWG
 * URL standard, section 5). Immutable, and safe for use by many threads; its {@link Builder} is not.
 */
public final class FormBody extends RequestBody {
    private static final MediaType CONTENT_TYPE = MediaType.get("application/x-www-form-urlencoded");

    private final List<String> encodedNames;
    private final List<String> encodedValues;

    private FormBody(List<String> encodedNames, List<String> encodedValues) {
        this.encodedNames = List.copyOf(encodedNames);
        this.encodedValues = List.copyOf(encodedValues);
    }

    /** The number of pairs. */
    public int size() {
        return encodedNames.size();
    }

    /** The name of the pair at {@code index} as it is sent. */
    public String encodedName(int index) {
        return encodedNames.get(index);
    }

    /** The name of the pair at {@code index}. */
    public String name(int index) {
        return QueryParameters.decode(encodedName(index));
    }

    /** The value of the pair at {@code index} as it is sent. */
    public String encodedValue(int index) {
        return encodedValues.get(index);
    }

    /** The value of the pair at {@code index}. */
    public String value(int index) {
        return QueryParameters.decode(encodedValue(index));
    }

    @Override
    public MediaType contentType() {
        return CONTENT_TYPE;
    }

    /** The exact number of bytes. */
    @Override
    public long contentLength() {
        long length = Math.max(0, 2L * size() - 1);
        for (int i = 0; i < size(); i++) {
            length += encodedName(i).length() + encodedValue(i).length();
        }
        return length;
    }

    @Override
    public void writeTo(OutputStream sink) throws IOException {
        StringBuilder pair = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            pair.setLength(0);
            pair.append(i == 0 ? "" : "&").append(encodedName(i)).append('=').append(encodedValue(i));
            sink.write(pair.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** A maker of {@link FormBody}s. */
    public static final class Builder {
        private final @Nullable Charset charset;
        private final List<String> encodedNames = new ArrayList<>();
        private final List<String> encodedValues = new ArrayList<>();

        /** A builder that encodes in UTF-8. */
        public Builder() {
            this(null);
        }

        /** A builder that encodes in {@code charset}, UTF-8 if it is null. */
        public Builder(@Nullable Charset charset) {
            this.charset = StandardCharsets.UTF_8.equals(charset) ? null : charset;
        }

        /** Adds a pair of plain texts; a space is sent as {@code +}. */
        public Builder add(String name, String value) {
            encodedNames.add(encode(name, EncodeSet.PLAIN_PARAMETER).replace("%20", "+"));
            encodedValues.add(encode(value, EncodeSet.PLAIN_PARAMETER).replace("%20", "+"));
            return this;
        }

        /** Adds a pair whose percent-encoded characters, and {@code +} for a space, stay. */
        public Builder addEncoded(String name, String value) {
            encodedNames.add(encode(name, EncodeSet.FORM_FIELD));
            encodedValues.add(encode(value, EncodeSet.FORM_FIELD));
            return this;
        }

        /** The body. */
        public FormBody build() {
            return new FormBody(encodedNames, encodedValues);
        }

        private String encode(String text, EncodeSet set) {
            return charset == null ? PercentEncoding.encode(text, set) : PercentEncoding.encode(text, set, charset);
        }
    }
}
