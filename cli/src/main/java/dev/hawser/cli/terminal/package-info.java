/** What the commands share: the streams that they use, and how they fail. */
@NullMarked
package dev.hawser.cli.terminal;

import org.jspecify.annotations.NullMarked;
