/**
 * The data path of all deployments: a reverse proxy that is told what to route, and knows nothing
 * of engines.
 *
 * <p>It stands on the HTTP server and client of Vert.x (vertx-core). Decisive against Undertow:
 * Vert.x reaches replicas over UNIX sockets with the JDK's own channels, without a native library,
 * while a connection to a UNIX socket through Undertow's XNIO did not come about. Against
 * vertx-http-proxy on the same server and client: it drops trailers, interim responses and the body
 * of a refused upgrade, does not slow down either side of a WebSocket, and has no place for a retry
 * or for a request that is held.
 */
@NullMarked
package io.bentoform.api.gateway;

import org.jspecify.annotations.NullMarked;
