/**
 * The whole client against servers of other people: programs of the system, each started by the test that talks to it. Those
 * that are not installed are skipped, and the test says so; where {@code CI} is set that is a failure.
 */
package dev.hawser.it.peers;
