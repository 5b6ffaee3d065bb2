package io.bentoform.api.engine;

import io.bentoform.api.scaling.ScalingPolicy;
import java.time.Duration;
import java.util.List;

/**
 * One service of a bento as a deployment runs it: in processes of its own.
 *
 * @param name of the BentoML service, e.g. {@code Summarization}
 * @param dependencies names of the services of the same bento that it calls
 * @param strategy how the replicas of the revision before are replaced
 * @param environment environment variables of its replicas; of two with one name the later wins
 * @param resources what each replica may use
 * @param timeout how long a request may take until its response begins
 * @param externalQueue whether requests beyond the concurrency of all replicas wait in the gateway
 * @param coldStartTimeout how long a request may wait for a replica
 */
public record ServiceSpecification(
    String name,
    List<String> dependencies,
    ScalingPolicy scaling,
    Strategy strategy,
    List<EnvironmentVariable> environment,
    Resources resources,
    Duration timeout,
    boolean externalQueue,
    Duration coldStartTimeout) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  public static final Duration DEFAULT_COLD_START_TIMEOUT = Duration.ofMinutes(5);

  public ServiceSpecification {
    dependencies = List.copyOf(dependencies);
    environment = List.copyOf(environment);
  }

  /** The same with other environment variables. */
  public ServiceSpecification withEnvironment(List<EnvironmentVariable> other) {
    return new ServiceSpecification(
        name,
        dependencies,
        scaling,
        strategy,
        other,
        resources,
        timeout,
        externalQueue,
        coldStartTimeout);
  }
}
