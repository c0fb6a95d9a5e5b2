import org.jspecify.annotations.NullMarked;

/** Responses in the coding Zstandard (RFC 8878). */
@NullMarked
module dev.hawser.zstd {
    requires transitive dev.hawser;
    requires com.github.luben.zstd_jni;
    requires static transitive org.jspecify;

    exports dev.hawser.zstd;
}
