/**
 * Clock, deadlines, alarms, threads. The only room that reads a clock or starts a thread.
 */
@NullMarked
package dev.hawser.internal.time;

import org.jspecify.annotations.NullMarked;
