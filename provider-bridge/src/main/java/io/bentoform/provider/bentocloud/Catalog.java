package io.bentoform.provider.bentocloud;

import io.bentoform.provider.resource.Action;
import io.bentoform.provider.resource.DataSource;
import io.bentoform.provider.resource.EphemeralResource;
import io.bentoform.provider.resource.ProviderFunction;
import io.bentoform.provider.resource.Resource;
import java.util.List;

/** What the provider offers to configurations. */
public record Catalog(
    List<Resource> resources,
    List<DataSource> dataSources,
    List<EphemeralResource> ephemeralResources,
    List<ProviderFunction> functions,
    List<Action> actions) {

  public Catalog {
    resources = List.copyOf(resources);
    dataSources = List.copyOf(dataSources);
    ephemeralResources = List.copyOf(ephemeralResources);
    functions = List.copyOf(functions);
    actions = List.copyOf(actions);
  }
}
