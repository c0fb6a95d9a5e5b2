package dev.hawser;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A message that a {@link BlockingWebSocket} has received: a text, or bytes. */
public final class WebSocketMessage {
    private final @Nullable String text;
    private final byte @Nullable [] bytes;

    private WebSocketMessage(@Nullable String text, byte @Nullable [] bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /** A message that is a text. */
    public static WebSocketMessage of(String text) {
        return new WebSocketMessage(text, null);
    }

    /** A message that is bytes; the array is the message's from here on. */
    public static WebSocketMessage of(byte[] bytes) {
        return new WebSocketMessage(null, bytes);
    }

    /** Whether it is a text. */
    public boolean isText() {
        return text != null;
    }

    /**
     * The text.
     *
     * @throws IllegalStateException if it is bytes
     */
    public String text() {
        if (text == null) {
            throw new IllegalStateException("the message is bytes: " + this);
        }
        return text;
    }

    /**
     * The bytes, not a copy.
     *
     * @throws IllegalStateException if it is a text
     */
    public byte[] bytes() {
        if (bytes == null) {
            throw new IllegalStateException("the message is a text: " + this);
        }
        return bytes;
    }

    /** Whether both are the same text, or the same bytes. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WebSocketMessage that
                && (text == null ? that.text == null && Arrays.equals(bytes, that.bytes) : text.equals(that.text));
    }

    @Override
    public int hashCode() {
        return text == null ? Arrays.hashCode(bytes) : text.hashCode();
    }

    /** The text, or how many bytes there are. */
    @Override
    public String toString() {
        return text == null ? (bytes == null ? 0 : bytes.length) + " bytes" : text;
    }
}
