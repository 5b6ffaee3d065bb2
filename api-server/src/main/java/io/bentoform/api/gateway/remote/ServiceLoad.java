package io.bentoform.api.gateway.remote;

import io.bentoform.api.gateway.Load;

/** The requests of one service at one gateway. */
public record ServiceLoad(String deployment, String service, Load load) {}
