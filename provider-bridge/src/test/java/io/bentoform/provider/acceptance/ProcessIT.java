package io.bentoform.provider.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import io.bentoform.provider.Main;
import io.bentoform.provider.build.PluginHost;
import io.bentoform.provider.build.Samples;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.InProcessProvider;
import io.bentoform.provider.plugin.PinnedPeer;
import io.bentoform.provider.plugin.SingleKey;
import io.bentoform.provider.plugin.TlsIdentity;
import io.bentoform.provider.proto.Broker;
import io.bentoform.provider.proto.GRPCBrokerGrpc;
import io.bentoform.provider.proto.GRPCStdioGrpc;
import io.bentoform.provider.proto.HealthGrpc;
import io.bentoform.provider.proto.HealthProto;
import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.Stdio;
import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.rpc.ProviderService;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process that the launcher starts, as a host sees it. */
class ProcessIT {

  private static final Path PROVIDER = Terraform.target().resolve("provider");

  private static List<String> launcher() {
    return List.of(PROVIDER.resolve("terraform-provider-bentocloud").toString());
  }

  private static PluginHost start() throws Exception {
    return PluginHost.start(launcher(), Map.of(), TlsIdentity.create());
  }

  @Test
  void one_line_then_calls_over_mutual_tls_then_gone_within_two_seconds() throws Exception {
    try (PluginHost host = start()) {
      assertThat(host.line()).matches("1\\|6\\|tcp\\|127\\.0\\.0\\.1:\\d+\\|grpc\\|[A-Za-z0-9+/]+");
      assertThat(host.schema().getResourceSchemasMap())
          .containsKeys("bentocloud_secret", "bentocloud_deployment");
      assertThat(host.shutdown().toMillis()).isLessThan(2_000);
      assertThat(host.process().exitValue()).isZero();
    }
  }

  @Test
  void the_schema_that_the_package_has_in_a_file_is_that_of_its_code() throws Exception {
    Log log = Log.from(System.err, Map.of());
    try (PluginHost host = start();
        InProcessProvider code = new InProcessProvider(new ProviderService(Main::provider), log);
        InProcessProvider.Connection connection = code.connect()) {
      assertThat(PROVIDER.resolve("lib/provider.schema")).exists();
      assertThat(host.schema()).isEqualTo(PluginHost.schema(connection.stub()));
    }
  }

  @Test
  void the_services_of_the_plugin_protocol_answer() throws Exception {
    try (PluginHost host = start()) {
      HealthProto.HealthCheckResponse health =
          HealthGrpc.newBlockingStub(host.channel())
              .check(HealthProto.HealthCheckRequest.newBuilder().setService("plugin").build());
      assertThat(health.getStatus())
          .isEqualTo(HealthProto.HealthCheckResponse.ServingStatus.SERVING);
      StreamObserver<Broker.ConnInfo> broker =
          GRPCBrokerGrpc.newStub(host.channel()).startStream(new Nothing<>());
      GRPCStdioGrpc.newStub(host.channel())
          .streamStdio(Empty.getDefaultInstance(), new Nothing<Stdio.StdioData>());
      assertThat(host.schema().getDiagnosticsList()).isEmpty();
      broker.onCompleted();
      host.shutdown();
    }
  }

  @Test
  void another_local_user_without_the_hosts_key_is_refused() throws Exception {
    try (PluginHost host = start()) {
      String[] fields = host.line().split("\\|", -1);
      X509Certificate server =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(Base64.getDecoder().decode(fields[5])));
      ManagedChannel stranger =
          OkHttpChannelBuilder.forAddress(
                  "127.0.0.1",
                  Integer.parseInt(fields[3].substring(fields[3].indexOf(':') + 1)),
                  TlsChannelCredentials.newBuilder()
                      .keyManager(new SingleKey(TlsIdentity.create()))
                      .trustManager(new PinnedPeer(server))
                      .build())
              .overrideAuthority("localhost")
              .build();
      try {
        assertThatThrownBy(
                () ->
                    ProviderGrpc.newBlockingStub(stranger)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .getProviderSchema(
                            TfPlugin6.GetProviderSchema.Request.getDefaultInstance()))
            .isInstanceOf(StatusRuntimeException.class);
      } finally {
        stranger.shutdownNow();
      }
      assertThat(host.schema().getDiagnosticsList()).isEmpty();
      host.shutdown();
    }
  }

  @Test
  void ctrl_c_does_not_end_it() throws Exception {
    try (PluginHost host = start()) {
      assertThat(host.schema().getDiagnosticsList()).isEmpty();
      new ProcessBuilder("kill", "-INT", Long.toString(host.process().pid())).start().waitFor();
      assertThat(host.schema().getDiagnosticsList()).isEmpty();
      host.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
  void it_takes_no_options_of_the_jvm_from_the_environment(String variable) throws Exception {
    Map<String, String> environment = Map.of(variable, "-XX:+NoSuchOption -agentlib:nothing");
    try (PluginHost host = PluginHost.start(launcher(), environment, TlsIdentity.create())) {
      assertThat(host.schema().getDiagnosticsList()).isEmpty();
      host.shutdown();
    }
  }

  @Test
  void nobody_attaches_to_it() throws Exception {
    try (PluginHost host = start()) {
      Process attach =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(host.process().pid()),
                  "VM.system_properties")
              .redirectErrorStream(true)
              .start();
      String text = new String(attach.getInputStream().readAllBytes(), UTF_8);
      assertThat(attach.waitFor()).as(text).isNotZero();
      assertThat(text).doesNotContain("java.vm.name");
      assertThat(host.schema().getDiagnosticsList()).isEmpty();
      host.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SEGV", "ABRT", "QUIT"})
  void a_crash_leaves_no_file(String signal, @TempDir Path folder) throws Exception {
    List<String> command =
        List.of(
            "sh", "-c", "cd \"$1\" && exec \"$2\"", "sh", folder.toString(), launcher().getFirst());
    try (PluginHost host =
        PluginHost.start(command, Map.of("TMPDIR", folder.toString()), TlsIdentity.create())) {
      assertThat(host.schema().getDiagnosticsList()).isEmpty();
      long pid = host.process().pid();
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
      if (signal.equals("QUIT")) {
        assertThat(host.schema().getDiagnosticsList()).isEmpty(); // which only asks for a dump
        host.shutdown();
      } else {
        assertThat(host.process().waitFor(15, TimeUnit.SECONDS)).isTrue();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
      assertThat(Path.of("/tmp", "hs_err_pid" + pid + ".log")).doesNotExist();
    }
  }

  @Test
  void an_import_waits_for_the_providers_configuration_where_the_host_can_wait() throws Exception {
    try (PluginHost host = start()) {
      TfPlugin6.ImportResourceState.Request.Builder request =
          TfPlugin6.ImportResourceState.Request.newBuilder()
              .setTypeName("bentocloud_secret")
              .setId("default/s");
      TfPlugin6.ConfigureProvider.Response configured =
          host.provider()
              .configureProvider(
                  TfPlugin6.ConfigureProvider.Request.newBuilder()
                      .setConfig(Samples.unknownProvider())
                      .build());
      assertThat(configured.getDiagnosticsList()).isEmpty();

      TfPlugin6.ImportResourceState.Response refused =
          host.provider().importResourceState(request.build());
      assertThat(refused.getImportedResourcesList()).isEmpty();
      assertThat(refused.getDiagnostics(0).getSummary())
          .isEqualTo("The provider's configuration is not known yet");

      request.setClientCapabilities(
          TfPlugin6.ClientCapabilities.newBuilder().setDeferralAllowed(true));
      TfPlugin6.ImportResourceState.Response deferred =
          host.provider().importResourceState(request.build());
      assertThat(deferred.getDiagnosticsList()).isEmpty();
      assertThat(deferred.getImportedResourcesList()).isEmpty();
      assertThat(deferred.getDeferred().getReason())
          .isEqualTo(TfPlugin6.Deferred.Reason.PROVIDER_CONFIG_UNKNOWN);
      host.shutdown();
    }
  }

  @Test
  void it_ends_when_the_host_is_gone_without_a_word() throws Exception {
    try (PluginHost host = start()) {
      assertThat(host.schema().getDiagnosticsList()).isEmpty();
      host.channel().shutdownNow();
      assertThat(host.process().waitFor(15, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_person_who_starts_it_is_told_what_it_is() throws Exception {
    Process process = new ProcessBuilder(launcher()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(text).contains("provider plugin").contains("dev_overrides");
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version"})
  void it_tells_its_version(String argument) throws Exception {
    Process process = new ProcessBuilder(launcher().getFirst(), argument).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(text).matches("terraform-provider-bentocloud v\\d+\\.\\d+\\.\\d+\n");
  }

  @Test
  void a_package_whose_class_cache_does_not_fit_starts_silently_without_it(@TempDir Path folder)
      throws Exception {
    Path copy = folder.resolve("provider");
    Files.createDirectories(copy.resolve("lib"));
    Files.createSymbolicLink(copy.resolve("runtime"), PROVIDER.resolve("runtime"));
    try (var files = Files.list(PROVIDER.resolve("lib"))) {
      for (Path file : files.toList()) {
        Path to = copy.resolve("lib").resolve(file.getFileName().toString());
        if (file.toString().endsWith(".aot")) {
          Files.writeString(to, "not a cache");
        } else {
          Files.copy(file, to); // with new times, as an unpacked archive would have them
        }
      }
    }
    Path launcher = copy.resolve("terraform-provider-bentocloud");
    Files.copy(Path.of(launcher().getFirst()), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    try (PluginHost host =
        PluginHost.start(List.of(launcher.toString()), Map.of(), TlsIdentity.create())) {
      assertThat(host.schema().getDiagnosticsList()).isEmpty();
      host.shutdown();
    }
  }

  /** A stream on which nothing is expected. */
  private static final class Nothing<T> implements StreamObserver<T> {
    @Override
    public void onNext(T value) {}

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onCompleted() {}
  }
}
