package io.bentoform.provider.build;

import io.bentoform.provider.plugin.PinnedPeer;
import io.bentoform.provider.plugin.SingleKey;
import io.bentoform.provider.plugin.TlsIdentity;
import io.bentoform.provider.proto.Controller;
import io.bentoform.provider.proto.GRPCControllerGrpc;
import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.TfPlugin6;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts a provider process as Terraform does, and talks to it over mutual TLS. */
public final class PluginHost implements AutoCloseable {

  private static final String COOKIE =
      "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

  private final Process process;
  private final ManagedChannel channel;
  private final Duration handshake;
  private final String line;

  private PluginHost(Process process, ManagedChannel channel, Duration handshake, String line) {
    this.process = process;
    this.channel = channel;
    this.handshake = handshake;
    this.line = line;
  }

  /** The identity is made beforehand, so that a measurement does not contain it. */
  public static PluginHost start(
      List<String> command, Map<String, String> environment, TlsIdentity identity)
      throws IOException, GeneralSecurityException {
    return start(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT),
        environment,
        identity);
  }

  /** Starts a provider as the builder says, but for the variables that every host sets. */
  public static PluginHost start(
      ProcessBuilder builder, Map<String, String> environment, TlsIdentity identity)
      throws IOException, GeneralSecurityException {
    builder.environment().put("BENTOCLOUD_WARM", "0");
    builder.environment().putAll(environment);
    builder.environment().put("TF_PLUGIN_MAGIC_COOKIE", COOKIE);
    builder.environment().put("PLUGIN_PROTOCOL_VERSIONS", "5,6");
    builder.environment().put("PLUGIN_CLIENT_CERT", pem(identity.certificate()));
    long start = System.nanoTime();
    Process process = builder.start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    Duration handshake = Duration.ofNanos(System.nanoTime() - start);
    if (line == null) {
      throw new IOException("the provider wrote no handshake line");
    }
    return new PluginHost(process, connect(line, identity), handshake, line);
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static ManagedChannel connect(String line, TlsIdentity identity)
      throws GeneralSecurityException {
    String[] fields = line.split("\\|", -1);
    X509Certificate server =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(Base64.getDecoder().decode(fields[5])));
    String[] address = fields[3].split(":", -1);
    return OkHttpChannelBuilder.forAddress(
            address[0],
            Integer.parseInt(address[1]),
            TlsChannelCredentials.newBuilder()
                .keyManager(new SingleKey(identity))
                .trustManager(new PinnedPeer(server))
                .build())
        .overrideAuthority("localhost")
        .build();
  }

  /** Time from the start of the process to its handshake line. */
  public Duration handshake() {
    return handshake;
  }

  public String line() {
    return line;
  }

  public Process process() {
    return process;
  }

  public ManagedChannel channel() {
    return channel;
  }

  public ProviderGrpc.ProviderBlockingStub provider() {
    return ProviderGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  /** What the provider answers a host that asks for the schema. */
  public TfPlugin6.GetProviderSchema.Response schema() {
    return schema(provider());
  }

  /** As {@link #schema()}, over a connection of any kind. */
  public static TfPlugin6.GetProviderSchema.Response schema(
      ProviderGrpc.ProviderBlockingStub provider) {
    return provider.getProviderSchema(TfPlugin6.GetProviderSchema.Request.getDefaultInstance());
  }

  /** Ends the process as a host does and answers how long it took to be gone. */
  public Duration shutdown() throws InterruptedException {
    long start = System.nanoTime();
    try {
      Controller.Empty ignored =
          GRPCControllerGrpc.newBlockingStub(channel)
              .withDeadlineAfter(5, TimeUnit.SECONDS)
              .shutdown(Controller.Empty.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      // the process may be gone before its answer is read
    }
    channel.shutdownNow();
    process.waitFor(10, TimeUnit.SECONDS);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.destroyForcibly();
  }
}
