/**
 * A scripted HTTP server for tests: {@link dev.hawser.testserver.TestServer} answers on a port of the loopback
 * interface what a test told it to, misbehaves as it was told to, and remembers what it was asked.
 *
 * <pre>
 *   accept ─► ServerConnection, a thread each
 *                │ RequestReader  bytes ─► RecordedRequest, and what was wrong with them ─► Journal
 *                │ RequestHandler RecordedRequest ─► MockResponse (by default the ResponseQueue)
 *                │                Faults: one handler over another, with Fault and BadFraming by chance
 *                │ ResponseWriter MockResponse ─► bytes
 *                │ SocketPolicy   what befalls the socket, and when
 *                └ Http2Connection in place of all these where HTTP/2 is spoken: Http2Input reads frames, Http2Streams holds
 *                                 what is open, an Http2Responder for each stream writes to Http2Output
 * </pre>
 */
@NullMarked
package dev.hawser.testserver;

import org.jspecify.annotations.NullMarked;
