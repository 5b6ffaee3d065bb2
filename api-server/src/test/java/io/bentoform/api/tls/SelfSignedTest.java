package io.bentoform.api.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate that a server makes itself. */
class SelfSignedTest {
  private static final CertificateNames NAMES =
      new CertificateNames(
          Set.of("localhost", "127.0.0.1", "::1", "*.models.example.org"), Set.of("10.1.2.3"));

  private final Path folder;
  private Instant now = Instant.now();
  private final InstantSource clock = () -> now;

  SelfSignedTest(@TempDir Path folder) {
    this.folder = folder.resolve("tls");
  }

  private SelfSigned source(CertificateNames names) {
    return new SelfSigned(folder, names, clock);
  }

  @Test
  void it_is_for_all_names_and_for_servers_alone() throws Exception {
    X509Certificate made = source(NAMES).load().own();

    assertThat(made.getSubjectAlternativeNames())
        .extracting(each -> String.valueOf(each.get(1)))
        .containsExactlyInAnyOrder(
            "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "*.models.example.org", "10.1.2.3");
    assertThat(made.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(made.getBasicConstraints()).as("not an authority").isEqualTo(-1);
    made.verify(made.getPublicKey());
  }

  @Test
  void it_is_kept_in_private_files() throws Exception {
    X509Certificate made = source(NAMES).load().own();

    assertThat(source(NAMES).load().own()).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    for (String file : new String[] {"certificate.pem", "key.pem"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void a_new_name_makes_a_new_one_and_another_address_of_the_machine_does_not() {
    X509Certificate made = source(NAMES).load().own();

    assertThat(source(new CertificateNames(NAMES.required(), Set.of("10.9.9.9"))).load().own())
        .isEqualTo(made);
    assertThat(source(new CertificateNames(Set.of("new.example.org"), Set.of())).load().own())
        .isNotEqualTo(made);
  }

  @Test
  void it_is_renewed_before_it_ends() {
    SelfSigned source = source(NAMES);
    ServerCertificate made = source.load();
    String before = source.state();
    now = made.end().minus(Duration.ofDays(31));
    assertThat(source.state()).isEqualTo(before);
    assertThat(source.load()).isEqualTo(made);

    now = made.end().minus(Duration.ofDays(29));

    assertThat(source.state()).as("noticed while the server runs").isNotEqualTo(before);
    assertThat(source.load().end()).isAfter(made.end());
  }

  @Test
  void files_that_a_crash_left_half_written_are_made_again() throws Exception {
    SelfSigned source = source(NAMES);
    source.load();
    Files.writeString(source.certificateFile(), "");

    assertThat(source.load().chain()).hasSize(1);
  }

  @Test
  void a_server_has_the_names_that_it_listens_on() {
    assertThat(CertificateNames.of("127.0.0.1", "127.0.0.1", Optional.of("example.org")).required())
        .contains("localhost", "127.0.0.1", "::1", "*.example.org");
    CertificateNames everywhere =
        CertificateNames.of("0.0.0.0", "bento.example.org", Optional.empty());
    assertThat(everywhere.required()).contains("bento.example.org").doesNotContain("0.0.0.0");
    assertThat(everywhere.further()).contains("127.0.0.1");
    assertThat(CertificateNames.of("[::1]", "[::1]", Optional.empty()).required())
        .doesNotContain("[::1]");
  }
}
