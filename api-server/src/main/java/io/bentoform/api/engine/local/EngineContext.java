package io.bentoform.api.engine.local;

import io.bentoform.api.engine.local.content.ContentStore;
import io.bentoform.api.gateway.EndpointGuard;

/** What the deployments of one engine share. */
record EngineContext(
    LocalSettings settings,
    EndpointGuard guard,
    StateFolder state,
    ReplicaLogs logs,
    ContentStore contents,
    ReleasePreparer preparer,
    Launcher launcher) {}
