package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.resource.DataSource;
import java.util.ArrayList;
import java.util.List;

/** All data sources. */
public final class DataSources {

  private DataSources() {}

  public static List<DataSource> all(ApiAccess access) {
    List<DataSource> all = new ArrayList<>();
    all.addAll(
        new ObjectSources(access, "secret", List.of("api", "v1", "org_secrets"), SecretData.COLUMNS)
            .both());
    all.addAll(
        new ObjectSources(
                access, "deployment", List.of("api", "v2", "deployments"), DeploymentData.COLUMNS)
            .both());
    all.addAll(BentoData.sources(access));
    all.addAll(ClusterData.sources(access));
    all.add(TemplateData.source(access));
    all.add(SecretImpact.source(access));
    all.add(ServerData.source(access));
    return all;
  }
}
