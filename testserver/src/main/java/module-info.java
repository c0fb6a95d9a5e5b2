import org.jspecify.annotations.NullMarked;

/** A scripted HTTP server for tests, with faults on demand. */
@NullMarked
module dev.hawser.testserver {
    requires transitive dev.hawser;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires static transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.hawser.testserver;
}
