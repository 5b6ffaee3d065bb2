package io.bentoform.api.gateway;

import java.util.List;

public record Version(String label, int weight, List<Upstream> upstreams) {}
