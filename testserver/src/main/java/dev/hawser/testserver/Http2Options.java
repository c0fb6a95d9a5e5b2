package dev.hawser.testserver;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link TestServer} speaks HTTP/2 on a connection, whatever it is asked: well by default, and in each respect as badly
 * as a client is to be shown. Immutable, and safe for use by many threads; its {@link Builder} is not.
 */
public final class Http2Options {
    /**
     * A server that keeps to the protocol: it announces no settings, so 100 streams and more may be open at once, and
     * windows are of 65,535 bytes, of which each byte that comes is granted again at once.
     */
    public static final Http2Options DEFAULT = new Builder().build();

    private final int[] settings;
    private final boolean acknowledgeSettings;
    private final boolean answerPings;
    private final boolean grantWindows;
    private final int padding;
    private final @Nullable Http2Script preface;

    private Http2Options(Builder builder) {
        settings = builder.settings.clone();
        acknowledgeSettings = builder.acknowledgeSettings;
        answerPings = builder.answerPings;
        grantWindows = builder.grantWindows;
        padding = builder.padding;
        preface = builder.preface;
    }

    /** The settings that are announced, each an identifier and a value behind it. */
    int[] settings() {
        return settings.clone();
    }

    boolean acknowledgesSettings() {
        return acknowledgeSettings;
    }

    boolean answersPings() {
        return answerPings;
    }

    boolean grantsWindows() {
        return grantWindows;
    }

    int padding() {
        return padding;
    }

    /** What is done in place of sending the settings. */
    @Nullable
    Http2Script preface() {
        return preface;
    }

    /** A maker of options. */
    public static final class Builder {
        private int[] settings = {};
        private boolean acknowledgeSettings = true;
        private boolean answerPings = true;
        private boolean grantWindows = true;
        private int padding;
        private @Nullable Http2Script preface;

        /** A builder of {@link Http2Options#DEFAULT}. */
        public Builder() {}

        /**
         * Sets what the server announces at the start (RFC 9113, section 6.5.2), each an identifier and a value behind it, as in
         * {@code settings(Http2Frame.MAX_CONCURRENT_STREAMS, 3)}. Streams above that number are refused, and whoever opens
         * one knowingly is found among {@link TestServer#protocolErrors}. A later change is sent by {@link Http2Wire#send}.
         */
        public Builder settings(int... identifiersAndValues) {
            if (identifiersAndValues.length % 2 != 0) {
                throw new IllegalArgumentException("an identifier without a value: " + identifiersAndValues.length);
            }
            settings = identifiersAndValues.clone();
            return this;
        }

        /** Sets whether the client's SETTINGS are acknowledged (section 6.5.3); true by default. They are heeded all the same. */
        public Builder acknowledgeSettings(boolean acknowledge) {
            acknowledgeSettings = acknowledge;
            return this;
        }

        /** Sets whether PINGs are answered (section 6.7); true by default. */
        public Builder answerPings(boolean answer) {
            answerPings = answer;
            return this;
        }

        /** Sets whether windows are granted again as bodies come (section 6.9); true by default. */
        public Builder grantWindows(boolean grant) {
            grantWindows = grant;
            return this;
        }

        /**
         * Sets how many bytes of padding stand behind the content of each HEADERS and DATA frame (section 6.1), from 0 to 255;
         * by default there is none, not even its length.
         */
        public Builder padding(int bytes) {
            if (bytes < 0 || bytes > 255) {
                throw new IllegalArgumentException("padding must be from 0 to 255: " + bytes);
            }
            padding = bytes;
            return this;
        }

        /**
         * Sets what the server does at the start in place of sending its SETTINGS (section 3.4), with no stream: it may send
         * others, or rubbish. It runs on the connection's thread, before anything is read.
         */
        public Builder preface(Http2Script script) {
            preface = Objects.requireNonNull(script, "script");
            return this;
        }

        /** The options. */
        public Http2Options build() {
            return new Http2Options(this);
        }
    }
}
