package dev.hawser.testserver;

import java.util.function.Supplier;

/**
 * What the connections of one server share.
 *
 * @param handler what answers requests at that moment
 * @param bodyLimit how many bytes of a request's body are kept
 */
record ServerContext(
        Supplier<RequestHandler> handler,
        Journal journal,
        OpenConnections connections,
        ServerStop stop,
        long bodyLimit) {}
