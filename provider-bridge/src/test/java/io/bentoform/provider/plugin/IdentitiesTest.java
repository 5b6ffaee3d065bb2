package io.bentoform.provider.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class IdentitiesTest {

  private final Identities identities = new Identities();

  @Test
  void a_key_is_made_when_a_host_comes_and_none_is_in_store() throws Exception {
    assertThat(identities.next().get().certificate().getSubjectX500Principal().getName())
        .contains("CN=localhost");
  }

  @Test
  void each_key_is_given_to_one_host_whether_made_ahead_or_not() throws Exception {
    identities.prepare();
    identities.prepare();
    Set<TlsIdentity> given = new HashSet<>();
    Future<TlsIdentity> next = identities.next();
    assertThat(next.isDone()).as("made ahead").isTrue();
    while (next.isDone()) {
      given.add(next.get());
      next = identities.next();
    }
    given.add(next.get());
    assertThat(given).hasSize(4);
  }
}
