package dev.hawser.urlconnection;

import java.net.Authenticator;
import org.jspecify.annotations.Nullable;

/**
 * How a program wants a conversation to go, as it said before it began.
 *
 * @param followsRedirects whether redirects are followed
 * @param usesCaches whether caches on the way may answer
 * @param ifModifiedSince the time, in milliseconds since 1970, before which a copy is good enough; 0 for none
 * @param authenticator who has the passwords, or null for the JVM's own
 * @param streams whether the body is sent as it is written, so that no request can be made again
 */
record Terms(
        boolean followsRedirects,
        boolean usesCaches,
        long ifModifiedSince,
        @Nullable Authenticator authenticator,
        boolean streams) {}
