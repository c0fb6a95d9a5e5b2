package dev.hawser.it;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs all tests of a class once for each {@link Link}, which its constructor gets: it starts the server and builds the client.
 * What holds for some links only is a {@link TestOver} in it.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(Links.class)
public @interface EveryProtocol {
    /** The links; if one without a proxy is left out, it is said {@link #because} of what. */
    Link[] value() default {Link.H1, Link.H1_TLS, Link.H1_TUNNEL, Link.H2, Link.H2C};

    /** Why not over all. */
    String because() default "";
}
