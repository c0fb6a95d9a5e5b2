/**
 * Bytes to HTTP/2 frames, streams and windows, and back (RFC 9113, RFC 7541). Knows neither pool nor connection nor call.
 *
 * <p>{@link dev.hawser.internal.http2.Streams} decides, in one thread at a time, with time as an argument: bytes go in, by
 * {@code FrameReader} and {@code Receiving}; bytes to be sent come out, by {@code FrameWriter}; and who is to be woken is
 * left for its caller. Around it, {@code Carrier} holds the lock and carries the bytes, by threads or by callers, as {@code Traffic}
 * decides; {@code Http2Connection} and {@code Http2Codec} are what others see of it. Field blocks are read by {@code HpackDecoder} and written by {@code HpackEncoder}. A stream's life,
 * as {@code StreamState} has it:
 *
 * <pre>
 *               end sent                     end received
 * open() ─► OPEN ────────► HALF_CLOSED_LOCAL ────────────────► CLOSED
 *            │ end received                                       ▲ ▲
 *            ├───────────► HALF_CLOSED_REMOTE ────────────────────┘ │
 *            │                            end sent                  │
 *            └── and from each: reset by either side, GOAWAY below it, end of the connection
 * </pre>
 */
@NullMarked
package dev.hawser.internal.http2;

import org.jspecify.annotations.NullMarked;
