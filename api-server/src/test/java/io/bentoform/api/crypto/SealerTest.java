package io.bentoform.api.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
  private static final ValueContext PLACE = new ValueContext("org", "cluster", "secret", "KEY", 1);
  private final Sealer sealer = new Sealer(Map.of(1, AesGcm.newKey()), 1);

  @Property(tries = 200)
  void what_was_sealed_opens_again(@ForAll String value) {
    Hidden opened = sealer.open(sealer.seal(Hidden.of(value), PLACE), PLACE);

    // A lone surrogate has no UTF-8 form and comes back as a question mark.
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    assertThat(opened.reveal()).isEqualTo(new String(utf8, StandardCharsets.UTF_8));
  }

  @Property(tries = 100)
  void a_flipped_bit_is_detected(@ForAll @IntRange(max = 327) int bit) {
    byte[] bytes =
        Base64.getDecoder().decode(sealer.seal(Hidden.of("thirteen more"), PLACE).base64());
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    String flipped = Base64.getEncoder().encodeToString(bytes);

    assertThatThrownBy(() -> sealer.open(new Sealer.Sealed(1, flipped), PLACE))
        .isInstanceOf(UnsealException.class);
  }

  @Property(tries = 50)
  void a_ciphertext_moved_to_another_place_is_refused(@ForAll @IntRange(max = 4) int part) {
    Sealer.Sealed sealed = sealer.seal(Hidden.of("value"), PLACE);
    ValueContext elsewhere =
        new ValueContext(
            part == 0 ? "other" : "org",
            part == 1 ? "other" : "cluster",
            part == 2 ? "other" : "secret",
            part == 3 ? "OTHER" : "KEY",
            part == 4 ? 2 : 1);

    assertThatThrownBy(() -> sealer.open(sealed, elsewhere)).isInstanceOf(UnsealException.class);
  }

  @Test
  void two_places_never_authenticate_as_the_same_bytes() {
    assertThat(new ValueContext("a", "bc", "s", "K", 1).bytes())
        .isNotEqualTo(new ValueContext("ab", "c", "s", "K", 1).bytes());
  }

  @Test
  void the_same_value_is_sealed_differently_each_time() {
    assertThat(sealer.seal(Hidden.of("value"), PLACE))
        .isNotEqualTo(sealer.seal(Hidden.of("value"), PLACE));
  }

  @Test
  void another_root_key_does_not_open_a_data_key(@TempDir Path folder) {
    byte[] wrapped = RootKey.readOrCreate(folder.resolve("one")).wrap(AesGcm.newKey());

    assertThatThrownBy(() -> RootKey.readOrCreate(folder.resolve("two")).unwrap(wrapped))
        .isInstanceOf(UnsealException.class);
  }

  @Test
  void a_root_key_file_is_made_for_its_owner_alone_and_read_again(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("root.key");
    byte[] dataKey = AesGcm.newKey();
    byte[] wrapped = RootKey.readOrCreate(file).wrap(dataKey);

    assertThat(RootKey.readOrCreate(file).unwrap(wrapped)).isEqualTo(dataKey);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_malformed_root_key_is_refused_without_being_quoted() {
    assertThatThrownBy(() -> RootKey.parse(Hidden.of("canary!"), "BENTOFORM_ROOT_KEY"))
        .hasMessageContaining("BENTOFORM_ROOT_KEY")
        .hasMessageNotContaining("canary");
  }

  @Test
  void a_hidden_value_has_no_text_form() {
    assertThat("" + Hidden.of("canary")).doesNotContain("canary");
  }
}
