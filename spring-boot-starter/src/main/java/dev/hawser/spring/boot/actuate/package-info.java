/** What Spring Boot's actuator and Micrometer show of Hawser's pools. */
@NullMarked
package dev.hawser.spring.boot.actuate;

import org.jspecify.annotations.NullMarked;
