/** Requests and responses as lines of a log: {@link dev.hawser.logging.HttpLoggingInterceptor}. */
@NullMarked
package dev.hawser.logging;

import org.jspecify.annotations.NullMarked;
