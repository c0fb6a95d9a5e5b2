/**
 * JMH benchmarks of single rooms of the core. They enter its internal packages, which the class path lets them.
 */
@NullMarked
package dev.hawser.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
