/**
 * The data path of all deployments: a reverse proxy that is told what to route, and knows nothing
 * of engines.
 *
 * <p>It stands on the HTTP server and client of Vert.x (vertx-core 5.0.7). Decisive against
 * Undertow 2.4.4: Vert.x reaches replicas over UNIX sockets, while Undertow connects through XNIO,
 * whose NIO worker has TCP and UDP alone; and on Linux it uses epoll by a native library, with
 * which it takes a quarter more requests than with the JDK's channels, which it uses elsewhere.
 * Against vertx-http-proxy on the same server and client: it passes no trailers, no interim
 * responses and no body of a refused upgrade, slows down neither side of a WebSocket, and has no
 * place for a retry or a request that is held. {@code StrictRequestDecoder} and {@code
 * GatewayTransport} use classes of Vert.x that are not part of its public interface, so another
 * version of it needs the tests of this package.
 */
@NullMarked
package io.bentoform.api.gateway;

import org.jspecify.annotations.NullMarked;
