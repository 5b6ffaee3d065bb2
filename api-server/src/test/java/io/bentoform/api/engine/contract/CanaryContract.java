package io.bentoform.api.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.engine.RolloutException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Versions of one deployment that run beside each other. */
public interface CanaryContract extends EngineUnderTest {
  private static Order version(String name, int revision, String token) {
    return Order.of(name, revision).variable("TOKEN", token);
  }

  private String ask(URI url, String user) throws Exception {
    return client().post(url, "variable", "{\"name\": \"TOKEN\"}", "X-User", user).body();
  }

  @Test
  default void requests_are_shared_out_by_weight_and_one_user_stays_with_one_version()
      throws Exception {
    Order order =
        version("shared", 1, "main")
            .byHeader("X-User")
            .canary("v2", 50, version("shared", 1, "two"));
    URI url = apply(order);

    Set<String> answers = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      String answer = ask(url, "user-" + i);
      assertThat(ask(url, "user-" + i)).isEqualTo(answer);
      answers.add(answer);
    }

    assertThat(answers)
        .containsExactlyInAnyOrder(Client.fingerprint("main"), Client.fingerprint("two"));
    assertThat(replicas("uid-shared")).hasSize(2);
    assertThat(engine().observe("uid-shared").ready()).isEqualTo(2);
  }

  @Test
  default void a_canary_without_weight_runs_and_gets_nothing_and_goes_with_the_next_revision()
      throws Exception {
    Order order = version("quiet", 1, "main").canary("v2", 0, version("quiet", 1, "two"));
    URI url = apply(order);
    for (int i = 0; i < 20; i++) {
      assertThat(ask(url, "user-" + i)).isEqualTo(Client.fingerprint("main"));
    }
    assertThat(engine().observe("uid-quiet").ready()).isEqualTo(2);

    apply(version("quiet", 2, "promoted"));

    assertThat(ask(url, "user")).isEqualTo(Client.fingerprint("promoted"));
    assertThat(engine().observe("uid-quiet").ready()).isEqualTo(1);
    assertThat(replicas("uid-quiet")).hasSize(1);
  }

  @Test
  default void when_a_canary_does_not_start_all_versions_go_back() throws Exception {
    Order order = version("back", 1, "old").canary("v2", 50, version("back", 1, "old"));
    URI url = apply(order);
    Order failing =
        version("back", 2, "new")
            .canary("v2", 50, version("back", 2, "new").variable("SAMPLE_FAILS_AT_START", "yes"));

    RolloutException failure = failure(failing);

    assertThat(failure).hasMessageContaining("service v2/Sample of deployment back (revision 2");
    for (int i = 0; i < 10; i++) {
      assertThat(ask(url, "user-" + i)).isEqualTo(Client.fingerprint("old"));
    }
    assertThat(engine().observe("uid-back").revision()).hasValue(1);
  }
}
