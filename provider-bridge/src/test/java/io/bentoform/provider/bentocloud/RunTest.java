package io.bentoform.provider.bentocloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.resource.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunTest {

  private static final ObjectId HF = new ObjectId("default", "hf");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Run run = new Run();
  private final AtomicInteger tries = new AtomicInteger();
  private final CountDownLatch refusedOnce = new CountDownLatch(1);

  private static ApiException refused(String problem) {
    return new ApiException(ApiException.Kind.CONFLICT, 409, "taken", problem, List.of());
  }

  private String create(Cancellation cancellation, int refusals) {
    return create(cancellation, LIMIT, refusals);
  }

  private String create(Cancellation cancellation, Duration limit, int refusals) {
    return run.create(
        "secret",
        HF,
        limit,
        cancellation,
        () -> {
          if (tries.getAndIncrement() < refusals) {
            refusedOnce.countDown();
            throw refused("already_exists");
          }
          return "made";
        });
  }

  @Test
  void a_creation_waits_for_a_deletion_of_the_same_name_that_is_under_way() {
    CompletableFuture<String> creation =
        run.deleting(
            "secret",
            HF,
            () -> {
              CompletableFuture<String> waiting =
                  CompletableFuture.supplyAsync(() -> create(new Cancellation(), 1));
              await(refusedOnce);
              return waiting;
            });

    assertThat(creation.join()).isEqualTo("made");
    assertThat(tries).hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_longest_possible_timeout_is_no_timeout_at_once() {
    CompletableFuture<String> creation =
        run.deleting(
            "secret",
            HF,
            () -> {
              CompletableFuture<String> waiting =
                  CompletableFuture.supplyAsync(
                      () -> create(new Cancellation(), Duration.ofNanos(Long.MAX_VALUE), 1));
              await(refusedOnce);
              return waiting;
            });

    assertThat(creation.join()).isEqualTo("made");
  }

  @Test
  void a_name_that_nobody_makes_free_is_refused_and_never_taken_over() {
    ApiException e =
        catchThrowableOfType(ApiException.class, () -> create(new Cancellation(), 100));

    assertThat(e.problem()).isEqualTo("already_exists");
    assertThat(tries).hasValue(1);
  }

  @Test
  void a_wait_for_a_name_ends_when_the_user_stops() {
    Cancellation cancellation = new Cancellation();
    cancellation.stop();
    ApiException e =
        run.deleting(
            "secret",
            HF,
            () -> catchThrowableOfType(ApiException.class, () -> create(cancellation, 100)));
    assertThat(e.problem()).isEqualTo("already_exists");
    assertThat(tries).hasValue(1);
  }

  @Test
  void a_plan_that_deletes_and_creates_one_name_knows_it_in_either_order() {
    ObjectId byDefault = new ObjectId(null, "hf");
    assertThat(run.plansDeletion("secret", HF)).isFalse();
    assertThat(run.plansDeletion("deployment", HF)).isFalse();
    assertThat(run.plansCreation("secret", byDefault)).isTrue();
    assertThat(run.plansCreation("secret", new ObjectId("gpu", "hf"))).isFalse();

    Run other = new Run();
    assertThat(other.plansCreation("secret", HF)).isFalse();
    assertThat(other.plansDeletion("secret", HF)).isTrue();
  }

  @Test
  void what_a_run_writes_to_a_secret_is_known_to_those_that_name_it() {
    Run.Secret written =
        new Run.Secret(Value.setOfText(Set.of("K")), Value.number(2), Value.ofUnknown());
    run.keep(HF, written);

    assertThat(run.secret(new ObjectId(null, "hf"))).contains(written);
    assertThat(run.secret(new ObjectId("gpu", "hf"))).isEmpty();
  }

  @Test
  void the_error_of_a_taken_name_says_who_and_when_and_how_to_import() {
    Diagnostic error =
        NameConflict.error(
            "secret",
            new ObjectId("default", "hugging-face"),
            new Origin("u", "ada", "2026-01-02T03:04:05Z"),
            "default/hugging-face");

    assertThat(error.isError()).isTrue();
    assertThat(error.summary()).isEqualTo("The secret \"hugging-face\" already exists");
    assertThat(error.detail())
        .contains("by ada at 2026-01-02T03:04:05Z")
        .contains("to = bentocloud_secret.hugging_face")
        .contains("id = \"default/hugging-face\"")
        .contains("create_before_destroy");
  }
}
