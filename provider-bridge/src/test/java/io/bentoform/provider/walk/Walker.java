package io.bentoform.provider.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.Main;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.InProcessProvider;
import io.bentoform.provider.rpc.ProviderService;
import io.bentoform.provider.walk.Change.Action;
import io.bentoform.provider.walk.Wanted.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks one walk: tells what must come of each step before it is taken, and looks whether it did.
 */
final class Walker implements AutoCloseable {

  /** How many applies it may take until all is well again after something went wrong. */
  private static final int REPAIRS = 2;

  private final Server server;
  private final Surroundings surroundings = Surroundings.fresh();
  private final CanaryWatch watch = new CanaryWatch(surroundings.canary());
  private final InProcessProvider provider;
  private final Core core = new Core();
  private final Edits edits = new Edits(surroundings);
  private final Outside outside;
  private final Expectation expectation;
  private final List<Rule.Effect> effects = new ArrayList<>();
  private Wanted wanted = Wanted.NOTHING;
  private Truth truth = Truth.NOTHING;

  Walker(Server server) {
    this.server = server;
    this.outside = new Outside(server, surroundings);
    this.expectation = new Expectation(server, outside);
    ProviderService service = new ProviderService(Main::provider);
    this.provider = new InProcessProvider(service, new Log(watch.log(), Log.Level.TRACE));
  }

  /** Answers what each step did to the deployment, if there was one. */
  List<Rule.Effect> walk(Walk walk) {
    try {
      for (Walk.Step step : walk.steps()) {
        step.acts().forEach(this::act);
        step.fault().ifPresent(this::meet);
        take();
      }
      wanted = Wanted.NOTHING;
      take();
      return effects;
    } finally {
      watch.assertNothingFound();
    }
  }

  private Plugin connect(URI endpoint) {
    return new Plugin(provider.connect(watch), endpoint, server.token());
  }

  Plugin connect() {
    return connect(server.url());
  }

  private void act(Act act) {
    if (act.what().isOfSecret()) {
      wanted = edits.secret(wanted, act);
    } else if (act.what().isOfDeployment()) {
      wanted = edits.deployment(wanted, act);
      boolean elsewhere =
          wanted.attachments().stream().anyMatch(each -> each.form() == Form.LITERAL);
      if (elsewhere && !truth.secrets().containsKey(Truth.ELSEWHERE)) {
        truth = outside.begin(truth, expectation.next());
      }
    } else if (act.what().isOutside()) {
      truth = outside.act(truth, act);
    } else {
      taint(act);
    }
  }

  private void taint(Act act) {
    boolean secret = act.what() == Act.What.TAINT;
    core.taint(secret ? Wanted.secret(act.label()) : Wanted.DEPLOYMENT);
    truth =
        secret
            ? truth.with(
                act.label(),
                Optional.ofNullable(truth.secrets().get(act.label())).map(Truth.Secret::taint))
            : truth.with(truth.deployment().map(Truth.Deployment::taint));
  }

  /** One step: what is planned, what came of it, and that nothing is left to do. */
  private void take() {
    Configuration configuration = wanted.configuration();
    Expectation.Step expected = expectation.of(truth, wanted);
    Core.Plan plan = core.plan(this::connect, configuration);
    expected.assertPlanned(plan);
    assertThat(core.apply(this::connect, configuration, plan)).as("failures").isEmpty();
    truth = expected.assertCarriedOut(core.state());
    if (wanted.deployment().isPresent()) {
      effects.add(expected.effect());
    }
    assertNothingIsLeft(configuration);
  }

  private void assertNothingIsLeft(Configuration configuration) {
    Core.Plan again = core.plan(this::connect, configuration);
    again
        .changes()
        .forEach(
            (address, change) ->
                assertThat(change.action())
                    .as("%s: the second plan is empty", address)
                    .isEqualTo(Action.NO_OP));
    core.state()
        .forEach(
            (address, instance) ->
                assertThat(HostRules.broken(settled(instance), again.found(address)))
                    .as("%s: what a refresh finds is what is in the state", address)
                    .isEmpty());
  }

  /** Whoever does not wait for a rollout does not know how it ends, nor where it listens. */
  static Value settled(Instance instance) {
    Value.Fields state = instance.state();
    return state.get("wait_for_rollout").asBool(true)
        ? state
        : state
            .with("status", Value.ofUnknown())
            .with("urls", Value.ofUnknown())
            .with("endpoint_url", Value.ofUnknown());
  }

  /** A step on which the way to the API fails once: whatever came of it, it can be repaired. */
  private void meet(Proxy.Fault fault) {
    Configuration configuration = wanted.configuration();
    try (Proxy proxy = new Proxy(server.url(), fault)) {
      Core.Plan plan = core.plan(() -> connect(proxy.url()), configuration);
      List<String> ignored = core.apply(() -> connect(proxy.url()), configuration, plan);
    } catch (Plugin.Refused e) {
      // a plan that failed changed nothing
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // What was begun and whose answer was lost goes on; nobody waits for its end but this test.
    truth.deployment().map(Truth.Deployment::name).ifPresent(outside::awaitSettled);
    Optional.ofNullable(core.state().get(Wanted.DEPLOYMENT))
        .flatMap(instance -> instance.state().get("name").asText())
        .ifPresent(outside::awaitSettled);
    List<String> failures = List.of("not tried");
    for (int i = 0; i < REPAIRS && !failures.isEmpty(); i++) {
      Core.Plan plan = core.plan(this::connect, configuration);
      failures = core.apply(this::connect, configuration, plan);
    }
    assertThat(failures).as("failures after %s is over", fault).isEmpty();
    truth = expectation.repaired(truth, wanted, core.state());
    assertNothingIsLeft(configuration);
  }

  @Override
  public void close() {
    provider.close();
  }
}
