import org.jspecify.annotations.NullMarked;

/** Requests and responses as lines of a log. */
@NullMarked
module dev.hawser.logging {
    requires transitive dev.hawser;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.hawser.logging;
}
