import org.jspecify.annotations.NullMarked;

/** The JDK's {@code HttpURLConnection} over Hawser's client. */
@NullMarked
module dev.hawser.urlconnection {
    requires transitive dev.hawser;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.hawser.urlconnection;

    provides java.net.spi.URLStreamHandlerProvider with
            dev.hawser.urlconnection.HawserUrlStreamHandlerProvider;
}
