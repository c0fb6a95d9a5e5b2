/**
 * Hawser behind Spring's {@code RestClient}, {@code RestTemplate} and HTTP service clients; needs Spring Framework, not Spring Boot.
 */
@NullMarked
package dev.hawser.spring;

import org.jspecify.annotations.NullMarked;
