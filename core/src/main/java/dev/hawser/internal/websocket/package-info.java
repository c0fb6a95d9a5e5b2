/**
 * A WebSocket over a connection that was handed over (RFC 6455), with permessage-deflate (RFC 7692).
 *
 * <p>Functions of bytes are {@link dev.hawser.internal.websocket.FrameReader}, {@link dev.hawser.internal.websocket.MessageAssembler},
 * {@link dev.hawser.internal.websocket.FrameWriter}, {@link dev.hawser.internal.websocket.Outbox} and what they use: no lock, clock, thread or socket. {@link
 * dev.hawser.internal.websocket.WebSocketSession} is the shell around them.
 *
 * <pre>
 *              our Close is sent            their Close has come
 *   OPEN ──────────────────────► SENT ──────────────────────────► CLOSED
 *     │ their Close has come                 our Close is sent      ▲
 *     └────────────────────────► RECEIVED ──────────────────────────┘
 * </pre>
 */
@NullMarked
package dev.hawser.internal.websocket;

import org.jspecify.annotations.NullMarked;
