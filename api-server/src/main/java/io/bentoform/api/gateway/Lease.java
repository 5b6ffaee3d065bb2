package io.bentoform.api.gateway;

/** A place in a replica for one request, until it is released. */
record Lease(Replica replica, String version) {}
