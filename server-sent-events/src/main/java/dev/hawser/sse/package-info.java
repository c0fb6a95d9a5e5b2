/** Streams of events from a server (WHATWG HTML, section 9.2): {@link dev.hawser.sse.EventSources}. */
@NullMarked
package dev.hawser.sse;

import org.jspecify.annotations.NullMarked;
