package io.bentoform.api.engine;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs nothing: every deployment is accepted and stays scaled to zero, without an address. With it
 * a server shows what a configuration plans and changes on a machine that could not run it.
 */
public final class NoEngine implements Engine {
  private final Map<String, Integer> revisions = new ConcurrentHashMap<>();

  @Override
  public Optional<URI> apply(Specification specification, Progress progress) {
    revisions.put(specification.uid(), specification.revision());
    return Optional.empty();
  }

  @Override
  public List<Limitation> check(List<ConfiguredService> services) {
    return List.of();
  }

  @Override
  public void remove(String deploymentUid) {
    revisions.remove(deploymentUid);
  }

  @Override
  public void abandon(String deploymentUid) {
    revisions.remove(deploymentUid);
  }

  @Override
  public void stop(String deploymentUid) {
    revisions.remove(deploymentUid);
  }

  @Override
  public Observation observe(String deploymentUid) {
    Integer revision = revisions.get(deploymentUid);
    return revision == null
        ? Observation.nothing()
        : new Observation(
            OptionalInt.of(revision), 0, 0, Optional.empty(), Optional.empty(), false);
  }

  @Override
  public List<Pod> pods(String deploymentUid) {
    return List.of();
  }

  @Override
  public Optional<PodLog> log(String deploymentUid, String pod, int lines) throws IOException {
    return Optional.empty();
  }

  @Override
  public Optional<SocketAddress> inside(String deploymentUid) {
    return Optional.empty();
  }

  @Override
  public List<ServiceTraffic> traffic() {
    return List.of();
  }

  @Override
  public Set<String> known() {
    return new TreeSet<>(revisions.keySet());
  }

  @Override
  public void removeUnused(Unused kind, Instant before) {
    // There is nothing to keep.
  }

  @Override
  public void close() {
    revisions.clear();
  }
}
