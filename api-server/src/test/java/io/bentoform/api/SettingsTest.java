package io.bentoform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.bento.store.StoreChoice;
import io.bentoform.api.engine.local.log.LogLimits;
import io.bentoform.api.engine.local.sandbox.Isolation;
import io.bentoform.api.tls.TlsChoice;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @Test
  void without_any_setting_the_server_is_private_and_keeps_its_own_database() {
    Settings settings = Settings.parse(List.of(), Map.of());

    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(3000);
    assertThat(settings.database()).isEmpty();
    assertThat(settings.rootKeyFile()).isEqualTo(settings.data().resolve("root.key"));
  }

  @Test
  void the_command_line_wins_over_the_environment_and_that_over_the_file(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("settings");
    Files.writeString(file, "port = 1\nhost = file\ndatabase-pool-size = 3\n");

    Settings settings =
        Settings.parse(
            List.of("--config", file.toString(), "--port=2"),
            Map.of("BENTOFORM_PORT", "4", "BENTOFORM_HOST", "environment"));

    assertThat(settings.port()).isEqualTo(2);
    assertThat(settings.host()).isEqualTo("environment");
    assertThat(settings.databasePoolSize()).isEqualTo(3);
  }

  @Test
  void what_is_not_set_of_the_default_cluster_on_kubernetes_is_empty() {
    Settings settings =
        Settings.parse(
            List.of("--engine", "kubernetes", "--kubernetes-claim", "environments"),
            Map.of("BENTOFORM_KUBERNETES_IMAGE", "example/python:1"));

    assertThat(settings.engine()).isEqualTo(Settings.EngineKind.KUBERNETES);
    assertThat(settings.kubernetes().image()).contains("example/python:1");
    assertThat(settings.kubernetes().claim()).contains("environments");
    assertThat(settings.kubernetes().namespace()).isEmpty();
    assertThat(settings.kubernetes().serverUrl()).isEmpty();
  }

  @Test
  void all_mistakes_are_told_at_once() {
    assertThatThrownBy(
            () ->
                Settings.parse(
                    List.of("--port", "70000", "--nothing", "x", "--database-url", "mysql://x"),
                    Map.of("BENTOFORM_SECRET_KEYS", "many")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("port must be")
        .hasMessageContaining("Unknown option --nothing")
        .hasMessageContaining("database-url must")
        .hasMessageContaining("secret-keys must");
  }

  @Test
  void what_runs_is_isolated_where_that_works_unless_it_is_told_otherwise() {
    assertThat(Settings.parse(List.of(), Map.of()).isolation()).isEqualTo(Isolation.AUTO);
    assertThat(Settings.parse(List.of("--isolation", "none"), Map.of()).isolation())
        .isEqualTo(Isolation.NONE);
    assertThatThrownBy(() -> Settings.parse(List.of("--isolation", "docker"), Map.of()))
        .hasMessage("isolation must be auto, bubblewrap or none");
  }

  @Test
  void a_secret_is_not_taken_from_the_command_line_where_all_can_see_it() {
    assertThatThrownBy(() -> Settings.parse(List.of("--root-key", "canary"), Map.of()))
        .hasMessageContaining("BENTOFORM_ROOT_KEY")
        .hasMessageNotContaining("canary");
  }

  @Test
  void the_help_names_every_setting() {
    assertThat(Options.help()).contains("--port", "BENTOFORM_ROOT_KEY", "--readiness-timeout");
  }

  @Test
  void logs_and_packages_are_kept_for_a_year_and_of_a_log_ten_mebibytes_five_times() {
    Settings settings = Settings.parse(List.of(), Map.of());

    assertThat(settings.retention().logs()).isEqualTo(Duration.ofDays(365));
    assertThat(settings.retention().packages()).isEqualTo(Duration.ofDays(365));
    assertThat(settings.logLimits()).isEqualTo(new LogLimits(10 << 20, 5));
    assertThat(Settings.parse(List.of("--log-bytes=65536", "--log-files=2"), Map.of()).logLimits())
        .isEqualTo(new LogLimits(65536, 2));
    assertThatThrownBy(() -> Settings.parse(List.of("--log-files", "1"), Map.of()))
        .hasMessageContaining("log-files must be a whole number from 2 to 100");
  }

  @Test
  void addresses_for_clients_name_a_host_that_they_can_reach() throws Exception {
    String machine = InetAddress.getLocalHost().getHostName();

    assertThat(publicHost()).isEqualTo("127.0.0.1");
    assertThat(publicHost("--host", "10.0.0.1")).isEqualTo("10.0.0.1");
    assertThat(publicHost("--host", "0.0.0.0")).isEqualTo(machine);
    assertThat(publicHost("--host", "::")).isEqualTo(machine);
    assertThat(publicHost("--host", "0.0.0.0", "--public-host", "bento.example.org"))
        .isEqualTo("bento.example.org");
  }

  private static String publicHost(String... arguments) {
    return Settings.parse(List.of(arguments), Map.of()).publicHost();
  }

  @Test
  void https_needs_a_certificate_and_its_key_or_makes_both() {
    assertThat(Settings.parse(List.of(), Map.of()).tls()).isEqualTo(new TlsChoice.None());
    assertThat(Settings.parse(List.of("--tls", "self-signed"), Map.of()).tls())
        .isEqualTo(new TlsChoice.SelfSigned());
    assertThat(
            Settings.parse(
                    List.of("--tls-certificate", "/c.pem"), Map.of("BENTOFORM_TLS_KEY", "/k.pem"))
                .tls())
        .isEqualTo(new TlsChoice.Files(Path.of("/c.pem"), Path.of("/k.pem")));
    assertThatThrownBy(() -> Settings.parse(List.of("--tls-key", "/k.pem"), Map.of()))
        .hasMessage("tls-certificate and tls-key must be set together");
    assertThatThrownBy(() -> Settings.parse(List.of("--tls", "on"), Map.of()))
        .hasMessageContaining("tls must be self-signed");
    assertThatThrownBy(
            () ->
                Settings.parse(
                    List.of("--tls=self-signed", "--tls-certificate=/c", "--tls-key=/k"), Map.of()))
        .hasMessage("tls self-signed and tls-certificate exclude each other");
  }

  @Test
  void archives_are_in_the_data_folder_a_shared_folder_or_a_bucket() {
    Settings settings = Settings.parse(List.of("--data", "/d"), Map.of());
    assertThat(settings.archiveStore()).isEqualTo(new StoreChoice.Own(Path.of("/d/archives")));
    assertThat(store("/mnt/archives")).isEqualTo(new StoreChoice.Shared(Path.of("/mnt/archives")));
    assertThat(store("s3://models"))
        .isEqualTo(
            new StoreChoice.Bucket(
                "models", "", Optional.empty(), Optional.empty(), Optional.empty(), true));
    assertThat(
            store(
                "s3://models/a/b/",
                "--archive-s3-endpoint=http://minio:9000",
                "--archive-s3-region=eu-central-1",
                "--archive-transfer=proxy"))
        .isEqualTo(
            new StoreChoice.Bucket(
                "models",
                "a/b",
                Optional.of(URI.create("http://minio:9000")),
                Optional.of("eu-central-1"),
                Optional.empty(),
                false));
  }

  private static StoreChoice store(String store, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("--archive-store", store));
    arguments.addAll(List.of(settings));
    return Settings.parse(arguments, Map.of()).archiveStore();
  }

  @Test
  void mistakes_about_the_archive_store_are_told_without_its_keys() {
    assertThatThrownBy(
            () ->
                Settings.parse(
                    List.of(
                        "--archive-store=gs://models",
                        "--archive-transfer=direct",
                        "--archive-s3-endpoint=minio:9000"),
                    Map.of("BENTOFORM_ARCHIVE_S3_SECRET_KEY", "canary")))
        .hasMessageContaining("archive-store must be a folder, s3://BUCKET")
        .hasMessageContaining("archive-transfer must be presigned or proxy")
        .hasMessageContaining("archive-s3-endpoint must be an address")
        .hasMessageContaining(
            "archive-s3-access-key and archive-s3-secret-key must be set together")
        .hasMessageNotContaining("canary");
    assertThatThrownBy(() -> Settings.parse(List.of("--archive-s3-secret-key=canary"), Map.of()))
        .hasMessageContaining("BENTOFORM_ARCHIVE_S3_SECRET_KEY")
        .hasMessageNotContaining("canary");
  }
}
