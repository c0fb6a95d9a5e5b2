package dev.hawser.testserver;

/**
 * What the connections of one server share.
 *
 * @param bodyLimit how many bytes of a request's body are kept
 */
record ServerContext(
        RequestHandler handler, Journal journal, OpenConnections connections, ServerStop stop, long bodyLimit) {}
