import org.jspecify.annotations.NullMarked;

/** Host names resolved by DNS over HTTPS (RFC 8484). */
@NullMarked
module dev.hawser.doh {
    requires transitive dev.hawser;
    requires org.dnsjava;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.hawser.doh;
}
