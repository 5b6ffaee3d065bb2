package io.bentoform.provider.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.bentoform.provider.Main;
import io.bentoform.provider.build.Samples;
import io.bentoform.provider.cty.MsgPackCodec;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.InProcessProvider;
import io.bentoform.provider.proto.ProviderGrpc.ProviderBlockingStub;
import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.proto.TfPlugin6.Diagnostic;
import io.bentoform.provider.proto.TfPlugin6.DynamicValue;
import io.bentoform.provider.resource.Provider;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever a host sends, it is answered: with a diagnostic where it makes no sense, never with a
 * bare gRPC error, a crash or a hang.
 */
class FuzzTest {

  private static final int PATIENCE_SECONDS = 20;
  private static final int DEEP = 5_000;

  private static final InProcessProvider PROVIDER =
      new InProcessProvider(
          new ProviderService(Main::provider), new Log(System.err, Log.Level.OFF));
  private static final InProcessProvider.Connection UNCONFIGURED = PROVIDER.connect();
  private static final InProcessProvider.Connection NOT_KNOWN_YET = PROVIDER.connect();

  static {
    NOT_KNOWN_YET
        .stub()
        .configureProvider(
            TfPlugin6.ConfigureProvider.Request.newBuilder()
                .setConfig(Samples.unknownProvider())
                .build());
  }

  @AfterContainer
  static void close() {
    UNCONFIGURED.close();
    NOT_KNOWN_YET.close();
    PROVIDER.close();
  }

  /** Calls, and waits no longer than a host would want to. */
  private static List<Diagnostic> call(ProviderBlockingStub stub, Rpc rpc, Parts parts)
      throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      return thread.submit(() -> rpc.call(stub, parts)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Property(tries = 3_000)
  void every_request_is_answered(
      @ForAll Rpc rpc, @ForAll("parts") Parts parts, @ForAll boolean configured) throws Exception {
    ProviderBlockingStub stub = (configured ? NOT_KNOWN_YET : UNCONFIGURED).stub();
    for (Diagnostic each : call(stub, rpc, parts)) {
      assertThat(each.getSummary())
          .as(each.getDetail())
          .isNotEqualTo("Internal error in the provider");
    }
  }

  @Property(tries = 500)
  void bytes_that_are_no_value_of_the_type_are_an_error(
      @ForAll Rpc rpc, @ForAll("types") String type, @ForAll("garbage") byte[] garbage)
      throws Exception {
    ByteString bytes = ByteString.copyFrom(garbage);
    DynamicValue value = DynamicValue.newBuilder().setMsgpack(bytes).build();
    assertThat(call(UNCONFIGURED.stub(), rpc, new Parts(type, value, value, bytes, 0)))
        .as("%s", rpc)
        .anyMatch(each -> each.getSeverity() == Diagnostic.Severity.ERROR);
  }

  /** Nested as deep as a stack does not reach. */
  @Property(tries = 20)
  void nothing_is_too_deep(@ForAll Rpc rpc, @ForAll("types") String type) throws Exception {
    String array = "[".repeat(DEEP) + "]".repeat(DEEP);
    ByteString json = ByteString.copyFromUtf8("{\"name\": " + array + "}");
    byte[] nested = new byte[DEEP];
    java.util.Arrays.fill(nested, (byte) 0x91);
    DynamicValue one = DynamicValue.newBuilder().setMsgpack(ByteString.copyFrom(nested)).build();
    DynamicValue two = DynamicValue.newBuilder().setJson(json).build();
    assertThat(call(UNCONFIGURED.stub(), rpc, new Parts(type, one, two, json, 0))).isNotEmpty();
    assertThat(call(UNCONFIGURED.stub(), rpc, new Parts(type, two, one, json, 0))).isNotEmpty();
  }

  /** Starts with an integer, so that it is no object; what follows is anything. */
  @Provide
  Arbitrary<byte[]> garbage() {
    return Combinators.combine(
            Arbitraries.bytes().between((byte) 1, (byte) 0x7f),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(60))
        .as(
            (first, rest) -> {
              byte[] all = new byte[rest.length + 1];
              all[0] = first;
              System.arraycopy(rest, 0, all, 1, rest.length);
              return all;
            });
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(objects().keySet());
  }

  private static Map<String, Type.ObjectOf> objects() {
    Map<String, Type.ObjectOf> types = new TreeMap<>();
    Provider provider = Main.provider(Map.of(), new Log(System.err, Log.Level.OFF));
    Stream.of(
            provider.dataSources(),
            provider.ephemeralResources(),
            provider.actions(),
            provider.resources())
        .flatMap(List::stream)
        .forEach(each -> types.put(each.typeName(), each.schema().type()));
    return types;
  }

  @Provide
  Arbitrary<Parts> parts() {
    List<Map.Entry<String, Type.ObjectOf>> kinds = new ArrayList<>(objects().entrySet());
    kinds.add(Map.entry("no_such_type", new Type.ObjectOf(Map.of())));
    return Arbitraries.of(kinds)
        .flatMap(
            kind ->
                Combinators.combine(
                        values(kind.getValue()),
                        values(kind.getValue()),
                        bytes(),
                        Arbitraries.longs().between(-1, 2))
                    .as((one, two, bytes, v) -> new Parts(kind.getKey(), one, two, bytes, v)));
  }

  private static Arbitrary<ByteString> bytes() {
    Arbitrary<ByteString> json =
        Arbitraries.of(
                "{",
                "null",
                "{}",
                "[]",
                "{\"name\": 7, \"revision\": \"x\", \"keys\": {}}",
                "{\"name\": \"a\", \"secrets\": [null, {}, 1], \"services\": {\"s\": null}}",
                "{\"revision\": 1e999999999}",
                "{\"revision\": \"1e999999999\"}",
                "{\"name\": \"\\ud800\"}",
                "{\"refreshes_since_import\": {}}",
                "default/a",
                "a/b/c")
            .map(ByteString::copyFromUtf8);
    Arbitrary<ByteString> any =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(80).map(ByteString::copyFrom);
    return Arbitraries.oneOf(json, any);
  }

  /** Values of the type, of other types, damaged ones, and none at all. */
  private static Arbitrary<DynamicValue> values(Type.ObjectOf type) {
    Arbitrary<byte[]> good = value(type).map(value -> MsgPackCodec.encode(value, type));
    Arbitrary<byte[]> damaged =
        Combinators.combine(good, Arbitraries.integers().between(0, 4_000), Arbitraries.bytes())
            .as(FuzzTest::damage);
    Arbitrary<byte[]> random = Arbitraries.bytes().array(byte[].class).ofMaxSize(80);
    Arbitrary<DynamicValue> packed =
        Arbitraries.frequencyOf(Tuple.of(5, good), Tuple.of(3, damaged), Tuple.of(1, random))
            .map(bytes -> DynamicValue.newBuilder().setMsgpack(ByteString.copyFrom(bytes)).build());
    Arbitrary<DynamicValue> json =
        bytes().map(bytes -> DynamicValue.newBuilder().setJson(bytes).build());
    return Arbitraries.frequencyOf(Tuple.of(8, packed), Tuple.of(2, json));
  }

  private static byte[] damage(byte[] bytes, int where, byte by) {
    byte[] damaged = bytes.clone();
    if (damaged.length > 0) {
      damaged[where % damaged.length] ^= by;
    }
    return damaged;
  }

  private static Arbitrary<Value> value(Type type) {
    Arbitrary<Value> present =
        switch (type) {
          case Type.Primitive primitive -> primitive(primitive);
          case Type.ListOf(Type element) -> value(element).list().ofMaxSize(3).map(Value::list);
          case Type.SetOf(Type element) ->
              value(element)
                  .list()
                  .ofMaxSize(3)
                  .map(elements -> new Value.Group(new LinkedHashSet<>(elements)));
          case Type.MapOf(Type element) ->
              Arbitraries.maps(Arbitraries.of("A", "b", "not a name", "", "é"), value(element))
                  .ofMaxSize(3)
                  .map(Value.Fields::new);
          case Type.ObjectOf object -> object(object);
          case Type.TupleOf ignored -> Arbitraries.just(Value.ofNull());
          case Type.Dynamic ignored -> Arbitraries.just(Value.ofNull());
        };
    return Arbitraries.frequencyOf(
        Tuple.of(8, present),
        Tuple.of(2, Arbitraries.just(Value.ofNull())),
        Tuple.of(1, Arbitraries.just(Value.ofUnknown())));
  }

  private static Arbitrary<Value> object(Type.ObjectOf type) {
    Arbitrary<Value> object = Arbitraries.just(new Value.Fields(Map.of()));
    for (Map.Entry<String, Type> attribute : type.attributes().entrySet()) {
      object =
          Combinators.combine(object, value(attribute.getValue()))
              .as((made, value) -> ((Value.Fields) made).with(attribute.getKey(), value));
    }
    return object;
  }

  private static Arbitrary<Value> primitive(Type.Primitive type) {
    return switch (type) {
      case STRING ->
          Arbitraries.of(
                  "a",
                  "default",
                  "env",
                  "file",
                  "$BENTOML_HOME/x",
                  "",
                  "é\u0000",
                  "{}",
                  "b:1",
                  "20m",
                  "x".repeat(300),
                  "1s".repeat(20_000))
              .map(Value::text);
      case NUMBER ->
          Arbitraries.of("0", "1", "-1", "1.5", "1e400", "9223372036854775808")
              .map(BigDecimal::new)
              .map(Value.Num::new);
      case BOOL -> Arbitraries.of(true, false).map(Value::bool);
    };
  }
}
