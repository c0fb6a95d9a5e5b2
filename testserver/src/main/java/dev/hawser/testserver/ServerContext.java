package dev.hawser.testserver;

import dev.hawser.Protocol;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the connections of one server share.
 *
 * @param handler what answers requests at that moment
 * @param http2Options how a connection that is accepted at that moment speaks HTTP/2
 * @param wires the HTTP/2 connections there were, by their numbers
 * @param protocols what is spoken
 * @param bodyLimit how many bytes of a request's body are kept
 */
record ServerContext(
        Supplier<RequestHandler> handler,
        Journal journal,
        OpenConnections connections,
        ServerStop stop,
        Supplier<Http2Options> http2Options,
        Map<Integer, Http2Wire> wires,
        List<Protocol> protocols,
        long bodyLimit) {}
