package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackagedServerTest {

  /** With {@code AOTMode=on} Java does not start without a cache that fits its class path. */
  @Test
  void its_aot_cache_fits_what_run_starts() {
    Command help =
        Command.run(
            Layout.MODULE,
            Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on"),
            List.of(Layout.SERVER.toString(), "--help"));

    assertThat(help.orFail()).contains("--port");
  }
}
