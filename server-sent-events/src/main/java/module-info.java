import org.jspecify.annotations.NullMarked;

/** Streams of events from a server (WHATWG HTML, section 9.2). */
@NullMarked
module dev.hawser.sse {
    requires transitive dev.hawser;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.hawser.sse;
}
