package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecretConcurrencyTest {
  private static final int WRITERS = 16;
  private final TestServer server = TestServer.shared();
  private final String name = "c-" + UUID.randomUUID().toString().substring(0, 18);

  @Test
  void of_many_writers_who_saw_the_same_revision_exactly_one_wins() throws Exception {
    write("POST", "/api/v1/org_secrets", "\"name\": \"%s\",".formatted(name), 0);

    List<Answer> answers =
        together(
            writer ->
                write(
                    "PATCH",
                    "/api/v1/org_secrets/" + name,
                    "\"expected_revision\": 1,",
                    writer + 1));

    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(WRITERS - 1);
  }

  @Test
  void writers_without_an_expectation_all_succeed_one_after_the_other() throws Exception {
    write("POST", "/api/v1/org_secrets", "\"name\": \"%s\",".formatted(name), 0);

    List<Answer> answers =
        together(writer -> write("PATCH", "/api/v1/org_secrets/" + name, "", writer + 1));

    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers)
        .extracting(answer -> answer.at("/revision").asInt())
        .containsExactlyInAnyOrderElementsOf(IntStream.range(2, WRITERS + 2).boxed().toList());
  }

  private Answer write(String method, String path, String members, int value) {
    return server.call(
        method,
        path,
        "{%s \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"v%d\"}]}}"
            .formatted(members, value));
  }

  private interface Writer {
    Answer write(int number);
  }

  private static List<Answer> together(Writer writer) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> calls =
          IntStream.range(0, WRITERS)
              .mapToObj(number -> (Callable<Answer>) () -> writer.write(number))
              .toList();
      return threads.invokeAll(calls).stream().map(Future::resultNow).toList();
    }
  }
}
