package io.bentoform.api.engine.local;

import io.bentoform.api.engine.EndpointGuard;

/** What the deployments of one engine share. */
record Workplace(
    LocalSettings settings,
    EndpointGuard guard,
    StateFolder state,
    ReplicaLogs logs,
    ContentStore contents,
    Workshop workshop,
    Launcher launcher) {}
