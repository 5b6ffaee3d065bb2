package io.bentoform.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  @Test
  void a_file_that_cannot_be_read_is_not_taken_for_a_client_that_is_gone() {
    assertThat(isOfConnection(new SocketException("Broken pipe"))).isTrue();
    assertThat(isOfConnection(new NoSuchFileException("archive"))).isFalse();
    assertThat(isOfConnection(new IOException("No space left on device"))).isFalse();
  }

  private static boolean isOfConnection(IOException cause) {
    return Problems.isOfConnection(new UncheckedIOException(cause));
  }
}
