package dev.hawser.it;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of an {@link EveryProtocol} class that is one for some of its links only: over the others there is none. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(OverLinks.class)
public @interface TestOver {
    /** The links. */
    Link[] value();

    /** Why it is none over the others. */
    String because();
}
