import org.jspecify.annotations.NullMarked;

/** An HTTP client whose heart is a keep-alive connection pool. */
@NullMarked
@SuppressWarnings("module") // the test server is compiled after this module
module dev.hawser {
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.hawser;
    exports dev.hawser.internal.http2 to
            dev.hawser.testserver;
}
