/**
 * The JDK's {@link java.net.HttpURLConnection} and {@link javax.net.ssl.HttpsURLConnection} over a {@link dev.hawser.HawserClient} and
 * its pool: for a whole JVM by {@link dev.hawser.urlconnection.HawserUrlStreamHandlerFactory} or
 * {@link dev.hawser.urlconnection.HawserUrlStreamHandlerProvider}, or for one URL by
 * {@link dev.hawser.urlconnection.HawserUrlConnections#open(java.net.URL)}.
 */
@NullMarked
package dev.hawser.urlconnection;

import org.jspecify.annotations.NullMarked;
