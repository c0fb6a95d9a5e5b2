package dev.hawser.spring.boot;

import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import java.net.InetAddress;
import java.net.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of a {@link HawserClient} that Spring Boot has no properties for; null for what is not set. Its own, such as
 * {@code spring.http.clients.connect-timeout}, hold for Hawser, too.
 *
 * @param callTimeout The time that a whole request may take, redirects and the response's body included. No limit by default.
 * @param writeTimeout The time that one write may wait for room.
 * @param pingInterval How often a connection of HTTP/2 is asked by a PING whether its server is still there. Never by default.
 * @param expectContinueTimeout How long a request with "Expect: 100-continue" waits for the answer before it sends its body.
 * @param retryOnConnectionFailure Whether a request is sent again by itself where that is safe after a failure.
 * @param followSslRedirects Whether redirects from https to http, and from http to https, are followed.
 * @param fastFallback Whether a server's next IP address is tried when the last one has not connected within 250 ms.
 * @param protocols The protocols that may be spoken, the best first.
 * @param userAgent The User-Agent of requests that have none of their own.
 * @param localAddress The address of this machine that connections are made from.
 * @param publicAddressesOnly Whether only addresses of the public internet may be connected to.
 * @param unixDomainSocket The path of a Unix domain socket that all connections lead to.
 * @param tunnelsCleartext Whether an HTTP proxy opens a tunnel for http URLs, too.
 * @param maxRequests How many enqueued calls of the client itself run at once.
 * @param maxRequestsPerHost How many enqueued calls of the client itself run at once to one host.
 * @param bufferRequestBody Whether streamed request bodies are collected in memory before they are sent.
 * @param chunkSize How much of a request body of unknown length is gathered before it leaves as a chunk.
 * @param proxy The proxy that all requests go through.
 * @param limits Bounds on what a server may make the client hold or read.
 */
public record ClientProperties(
        @Nullable Duration callTimeout,
        @Nullable Duration writeTimeout,
        @Nullable Duration pingInterval,
        @Nullable Duration expectContinueTimeout,
        @Nullable Boolean retryOnConnectionFailure,
        @Nullable Boolean followSslRedirects,
        @Nullable Boolean fastFallback,
        @Nullable List<Protocol> protocols,
        @Nullable String userAgent,
        @Nullable InetAddress localAddress,
        @Nullable Boolean publicAddressesOnly,
        @Nullable Path unixDomainSocket,
        @Nullable Boolean tunnelsCleartext,
        @Nullable Integer maxRequests,
        @Nullable Integer maxRequestsPerHost,
        @Nullable Boolean bufferRequestBody,
        @Nullable DataSize chunkSize,
        @DefaultValue ProxyProperties proxy,
        @DefaultValue LimitProperties limits) {

    /**
     * The proxy that all requests go through. Without one, that of the JVM's system properties is used.
     *
     * @param type Its kind; HTTP by default, DIRECT for no proxy whatever the system properties say.
     * @param host Its host.
     * @param port Its port.
     * @param username The user's name at the proxy.
     * @param password The user's password at the proxy.
     */
    public record ProxyProperties(
            Proxy.@Nullable Type type,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String username,
            @Nullable String password) {}

    /**
     * Bounds on what a server may make the client hold or read.
     *
     * @param headSize The size of a response's head, and of its trailers.
     * @param fieldCount The number of fields in a head.
     * @param lineSize The size of one line of a head.
     * @param drainSize How much of an unread response body is read when it is closed, so that its connection can be used again.
     * @param drainTime How long that may take.
     * @param expansion Into how many bytes each byte of a compressed body may be unpacked.
     */
    public record LimitProperties(
            @Nullable DataSize headSize,
            @Nullable Integer fieldCount,
            @Nullable DataSize lineSize,
            @Nullable DataSize drainSize,
            @Nullable Duration drainTime,
            @Nullable Integer expansion) {}
}
