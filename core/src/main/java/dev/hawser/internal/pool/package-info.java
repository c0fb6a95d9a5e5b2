/**
 * Who holds which connection, who waits, who must go. Knows no socket, no HTTP, no address type.
 *
 * <p>{@link dev.hawser.internal.pool.Ledger} decides, in one thread at a time, with time as an argument;
 * {@link dev.hawser.internal.pool.Pool} guards it with one lock, and performs what it decided (close, dial,
 * wake, tell) after the lock is let go. A connection's life, as the ledger's entry has it:
 *
 * <pre>
 *           opened                    retire(reason)              last stream back
 * DIALING ──────────► OPEN ──────────────────────────► DRAINING ───────────────────► CLOSED
 *    │ failed, joined   └── retire while streams == 0 ──────────────────────────────────▲
 *    └──────────────────────────────────────────────────────────────────────────────────┘
 *
 * idle ≡ OPEN ∧ streams = 0      busy ≡ OPEN ∧ streams = capacity      shared ≡ capacity > 1
 * </pre>
 *
 * <p>A wait's life, as the ledger has it; the shell's {@link dev.hawser.internal.pool.Wait} settles with it:
 *
 * <pre>
 *        ask                delivered, failed
 *  NEW ───────► WAITING ─────────────────────────► SETTLED
 *                 │  ▲── dead on delivery ────────────┤
 *                 └── given up ──► GAVE_UP ◄──────────┘
 * </pre>
 */
@NullMarked
package dev.hawser.internal.pool;

import org.jspecify.annotations.NullMarked;
