package io.bentoform.provider.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.Main;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.InProcessProvider;
import io.bentoform.provider.rpc.ProviderService;
import io.bentoform.provider.walk.Change.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One walk of {@link ObjectWalkTest}: one object of a kind, from nothing to nothing. */
final class ObjectWalk implements AutoCloseable {

  /** How many applies it may take until all is well again after something went wrong. */
  private static final int REPAIRS = 2;

  /** What happens before a plan. */
  enum What {
    WRITE,
    REMOVE,
    TAINT,
    OUTSIDE_CHANGE,
    OUTSIDE_DELETE
  }

  /**
   * One step.
   *
   * @param variant of the configuration to write
   * @param fault of the way to the API, once
   */
  record Step(What what, int variant, Optional<Proxy.Fault> fault) {}

  /**
   * What there is, as the walk alone works it out.
   *
   * @param described by somebody else since it was written
   */
  private record There(Value.Fields config, boolean tainted, boolean described) {}

  private final Server server;
  private final ObjectKind kind;
  private final Address address;
  private final Surroundings surroundings = Surroundings.fresh();
  private final CanaryWatch watch = new CanaryWatch(surroundings.canary());
  private final InProcessProvider provider;
  private final Core core = new Core();
  private Optional<Value.Fields> wanted = Optional.empty();
  private Optional<There> there = Optional.empty();

  ObjectWalk(Server server, ObjectKind kind) {
    this.server = server;
    this.kind = kind;
    this.address = new Address(kind.kind(), "a");
    ProviderService service = new ProviderService(Main::provider);
    this.provider = new InProcessProvider(service, new Log(watch.log(), Log.Level.TRACE));
  }

  void walk(List<Step> steps) {
    try {
      for (Step step : steps) {
        act(step);
        step.fault().ifPresent(this::meet);
        take();
      }
      wanted = Optional.empty();
      take();
    } finally {
      watch.assertNothingFound();
    }
  }

  private void act(Step step) {
    switch (step.what()) {
      case WRITE -> wanted = Optional.of(kind.config(surroundings, step.variant()));
      case REMOVE -> wanted = Optional.empty();
      case TAINT -> {
        core.taint(address);
        there = there.map(one -> new There(one.config(), true, one.described()));
      }
      case OUTSIDE_CHANGE -> there = there.map(this::describe);
      case OUTSIDE_DELETE -> {
        there.ifPresent(one -> server.require("DELETE", path(), null));
        there = Optional.empty();
      }
    }
  }

  private There describe(There one) {
    server.require("PATCH", path(), kind.change("by others"));
    return new There(one.config(), one.tainted(), true);
  }

  private String path() {
    return kind.path(Objects.requireNonNull(core.state().get(address)).state());
  }

  /** What the rule says, without the schema of the provider. */
  private Optional<Action> expected() {
    if (wanted.isEmpty()) {
      return there.map(one -> Action.DELETE);
    }
    if (there.isEmpty()) {
      return Optional.of(Action.CREATE);
    }
    There one = there.get();
    if (one.tainted() || kind.isReplaced(one.config(), wanted.get())) {
      return Optional.of(Action.REPLACE);
    }
    boolean same =
        !one.described() && kind.meaning(one.config()).equals(kind.meaning(wanted.get()));
    return Optional.of(same ? Action.NO_OP : Action.UPDATE);
  }

  private void take() {
    Configuration configuration = configuration();
    Optional<Action> expected = expected();
    Core.Plan plan = core.plan(() -> connect(server.url()), configuration);
    assertThat(Optional.ofNullable(plan.changes().get(address)).map(Change::action))
        .as("the plan")
        .isEqualTo(expected);
    assertThat(core.apply(() -> connect(server.url()), configuration, plan))
        .as("failures")
        .isEmpty();
    assertCarriedOut(configuration);
  }

  private void assertCarriedOut(Configuration configuration) {
    there = wanted.map(config -> new There(config, false, false));
    @Nullable Instance instance = core.state().get(address);
    assertThat(instance != null).as("in the state").isEqualTo(wanted.isPresent());
    if (instance != null) {
      String description =
          kind.meaning(wanted.orElseThrow()).get("description").asText().orElse("");
      assertThat(server.require("GET", kind.path(instance.state()), null).text("description", ""))
          .as("the description at the server")
          .isEqualTo(description);
    }
    Core.Plan again = core.plan(() -> connect(server.url()), configuration);
    assertThat(again.change(address).action()).as("the second plan").isEqualTo(Action.NO_OP);
  }

  /** A step on which the way to the API fails once: whatever came of it, it can be repaired. */
  private void meet(Proxy.Fault fault) {
    Configuration configuration = configuration();
    try (Proxy proxy = new Proxy(server.url(), fault)) {
      Core.Plan plan = core.plan(() -> connect(proxy.url()), configuration);
      List<String> ignored = core.apply(() -> connect(proxy.url()), configuration, plan);
    } catch (Plugin.Refused e) {
      // a plan that failed changed nothing
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> failures = List.of("not tried");
    for (int i = 0; i < REPAIRS && !failures.isEmpty(); i++) {
      Core.Plan plan = core.plan(() -> connect(server.url()), configuration);
      failures = core.apply(() -> connect(server.url()), configuration, plan);
    }
    assertThat(failures).as("failures after %s is over", fault).isEmpty();
    assertCarriedOut(configuration);
  }

  private Configuration configuration() {
    TreeMap<Address, Configuration.Block> blocks = new TreeMap<>();
    wanted.ifPresent(
        config -> blocks.put(address, new Configuration.Block(Set.of(), known -> config)));
    return new Configuration(blocks);
  }

  private Plugin connect(URI endpoint) {
    return new Plugin(provider.connect(watch), endpoint, server.token());
  }

  @Override
  public void close() {
    provider.close();
  }
}
