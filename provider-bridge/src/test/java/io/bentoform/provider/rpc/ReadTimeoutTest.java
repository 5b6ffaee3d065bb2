package io.bentoform.provider.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.bentoform.provider.Main;
import io.bentoform.provider.build.Samples;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.InProcessProvider;
import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.TfPlugin6.ConfigureProvider;
import io.bentoform.provider.proto.TfPlugin6.Diagnostic;
import io.bentoform.provider.proto.TfPlugin6.DynamicValue;
import io.bentoform.provider.proto.TfPlugin6.ReadDataSource;
import io.bentoform.provider.proto.TfPlugin6.ReadResource;
import io.bentoform.provider.resource.ObjectType;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads from an API that takes requests and answers none. */
@Timeout(30)
class ReadTimeoutTest {

  private static final Log SILENT = new Log(System.err, Log.Level.OFF);
  private static final Provider DESCRIBED = Main.provider(Map.of(), SILENT);
  private static final String LIMIT = "\"timeouts\": {\"read\": \"1s\"}";

  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final InProcessProvider provider =
      new InProcessProvider(new ProviderService(Main::provider), SILENT);
  private final InProcessProvider.Connection connection = provider.connect();
  private final ProviderGrpc.ProviderBlockingStub stub = connection.stub();
  private HttpServer silent;

  @BeforeEach
  void configure() throws IOException {
    silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    silent.setExecutor(requests);
    silent.createContext("/", exchange -> hold());
    silent.start();
    String endpoint = "http://127.0.0.1:" + silent.getAddress().getPort();
    stub.configureProvider(
        ConfigureProvider.Request.newBuilder()
            .setTerraformVersion("1.11.4")
            .setConfig(Samples.provider(endpoint, "t"))
            .build());
  }

  private void hold() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void close() {
    end.countDown();
    connection.close();
    provider.close();
    silent.stop(0);
    requests.shutdownNow();
  }

  private static DynamicValue value(ObjectType type, String json) {
    return Samples.encode(type.schema(), JsonCodec.decode(json, type.schema().type()));
  }

  private static void assertTooLong(ObjectType type, List<Diagnostic> told) {
    assertThat(told).hasSize(1);
    Diagnostic error = told.getFirst();
    assertThat(error.getSeverity()).isEqualTo(Diagnostic.Severity.ERROR);
    assertThat(error.getSummary()).isEqualTo("Reading " + type.typeName() + " takes too long");
    assertThat(error.getDetail()).contains("not finished after 1s").contains("timeouts.read");
    assertThat(error.getAttribute().getSteps(0).getAttributeName()).isEqualTo("timeouts");
  }

  static Stream<ObjectType> resources() {
    return DESCRIBED.resources().stream().map(type -> type);
  }

  static Stream<ObjectType> dataSources() {
    return DESCRIBED.dataSources().stream().map(type -> type);
  }

  @ParameterizedTest
  @MethodSource("resources")
  void a_refresh_ends_after_its_timeout_and_keeps_the_state(ObjectType type) {
    DynamicValue state = value(type, "{\"name\": \"a\", \"uid\": \"u\", " + LIMIT + "}");

    ReadResource.Response answer =
        stub.readResource(
            ReadResource.Request.newBuilder()
                .setTypeName(type.typeName())
                .setCurrentState(state)
                .build());

    assertTooLong(type, answer.getDiagnosticsList());
    assertThat(answer.getNewState()).isEqualTo(state);
  }

  @ParameterizedTest
  @MethodSource("dataSources")
  void a_data_source_ends_after_its_timeout(ObjectType type) {
    String name = type.schema().attributes().containsKey("name") ? "\"name\": \"a\", " : "";

    ReadDataSource.Response answer =
        stub.readDataSource(
            ReadDataSource.Request.newBuilder()
                .setTypeName(type.typeName())
                .setConfig(value(type, "{" + name + LIMIT + "}"))
                .build());

    assertTooLong(type, answer.getDiagnosticsList());
  }

  @Test
  void where_nothing_is_configured_five_minutes_are_allowed() {
    assertThat(Stream.concat(resources(), dataSources()))
        .allSatisfy(
            type -> {
              assertThat(type.schema().attributes()).containsKey(Timeouts.NAME);
              assertThat(type.timeouts().of(Timeouts.Operation.READ, type.schema().empty()))
                  .isEqualTo(Duration.ofMinutes(5));
            });
  }
}
