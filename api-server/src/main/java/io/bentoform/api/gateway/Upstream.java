package io.bentoform.api.gateway;

public record Upstream(String id, UpstreamAddress address) {}
