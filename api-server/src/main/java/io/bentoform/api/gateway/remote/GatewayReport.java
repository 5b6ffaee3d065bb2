package io.bentoform.api.gateway.remote;

import io.bentoform.api.gateway.GatewayMetrics;
import java.util.List;

/**
 * What a gateway tells, about once a second.
 *
 * @param gateway its name, the same for the life of its process
 * @param source the {@link GatewayOrders#source} of the last orders; empty before the first
 * @param version the {@link GatewayOrders#version} of the last orders
 * @param whole whether this is all that it has counted; else only what has changed since the last
 *     report
 * @param services what it has counted
 */
public record GatewayReport(
    String gateway,
    String source,
    long version,
    boolean whole,
    List<GatewayMetrics.Service> services) {
  public GatewayReport {
    services = List.copyOf(services);
  }
}
