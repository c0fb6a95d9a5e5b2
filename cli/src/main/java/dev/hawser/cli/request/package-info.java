/** What the commands send: URLs, header fields and content as a user types them, made into requests. */
@NullMarked
package dev.hawser.cli.request;

import org.jspecify.annotations.NullMarked;
