/**
 * Hawser in Spring Boot: properties, pools and the auto-configuration that puts them behind Boot's own clients.
 */
@NullMarked
package dev.hawser.spring.boot;

import org.jspecify.annotations.NullMarked;
