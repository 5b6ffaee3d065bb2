package io.bentoform.provider.cty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** Vectors captured from Terraform 1.11.4: each is the whole encoded object {@code {v = ...}}. */
class MsgPackCodecTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "\"string\"; 81a176a26869",
        "\"string\"; 81a176a2c3a9",
        "\"string\"; 81a176c0",
        "\"bool\"; 81a176c3",
        "\"number\"; 81a17600",
        "\"number\"; 81a176ff",
        "\"number\"; 81a1767f",
        "\"number\"; 81a176cc80",
        "\"number\"; 81a176ce00010000",
        "\"number\"; 81a176d080",
        "\"number\"; 81a176d1ff7f",
        "\"number\"; 81a176cf7fffffffffffffff",
        "\"number\"; 81a176b339323233333732303336383534373735383038",
        "\"number\"; 81a176cb3fe0000000000000",
        "\"number\"; 81a176a3302e31",
        "\"number\"; 81a176b5313030303030303030303030303030303030303030",
        "[\"list\",\"string\"]; 81a17690",
        "[\"list\",\"string\"]; 81a17692a162a161",
        "[\"set\",\"string\"]; 81a17692a161a162",
        "[\"map\",\"number\"]; 81a17682a16101a16202",
        "[\"object\",{\"b\":\"string\",\"a\":\"number\"}]; 81a17682a16101a162a178",
        "[\"object\",{\"b\":\"string\",\"a\":\"number\"},[\"a\"]]; 81a17682a161c0a162a178",
        "[\"tuple\",[\"string\",\"number\"]]; 81a17692a17801",
        "\"dynamic\"; 81a17692c40822737472696e6722a173",
        "\"dynamic\"; 81a176c0",
        "\"dynamic\"; 81a17692c40822737472696e6722c0",
        "\"dynamic\"; 81a17692c4195b226f626a656374222c7b2261223a226e756d626572227d5d81a16101",
        "\"dynamic\";"
            + " 81a17692c41d5b227475706c65222c5b226e756d626572222c22737472696e67225d5d9201a178",
        "[\"list\",\"dynamic\"];" + " 81a1769292c40822737472696e6722a16192c40822737472696e6722a131",
        "[\"map\",\"dynamic\"]; 81a17681a16192c40822737472696e6722a178",
        "\"string\"; 81a176d40000"
      })
  void a_captured_value_is_read_and_written_back_byte_for_byte(String type, String hex) {
    Type object = new Type.ObjectOf(Map.of("v", TypeJson.decode(type.strip())));
    Value value = decode(hex.strip(), object);
    assertThat(HexFormat.of().formatHex(MsgPackCodec.encode(value, object))).isEqualTo(hex.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "\"string\"; 81a176c7030c8101c2",
        "\"string\"; 81a176c7090c8201c202a47072652d",
        "\"number\"; 81a176c7070c8201c2039200c3"
      })
  void a_refined_unknown_reads_as_unknown(String type, String hex) {
    Type object = new Type.ObjectOf(Map.of("v", TypeJson.decode(type.strip())));
    assertThat(decode(hex.strip(), object).asMap()).containsEntry("v", Value.ofUnknown());
  }

  @Test
  void an_unknown_element_of_a_list_and_under_any_type_reads_as_unknown() {
    Type list = new Type.ObjectOf(Map.of("v", new Type.ListOf(Type.STRING)));
    assertThat(decode("81a17691c7030c8101c2", list).isWhollyKnown()).isFalse();
    Type any = new Type.ObjectOf(Map.of("v", new Type.Dynamic()));
    assertThat(decode("81a17692c40822737472696e6722c7030c8101c2", any).isWhollyKnown()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "81a17600, 0",
    "81a176ff, -1",
    "81a176cc80, 128",
    "81a176ce00010000, 65536",
    "81a176d080, -128",
    "81a176d1ff7f, -129",
    "81a176cf7fffffffffffffff, 9223372036854775807",
    "81a176b339323233333732303336383534373735383038, 9223372036854775808",
    "81a176cb3fe0000000000000, 0.5",
    "81a176a3302e31, 0.1",
    "81a176b5313030303030303030303030303030303030303030, 100000000000000000000"
  })
  void a_number_in_any_form_is_exact(String hex, BigDecimal number) {
    Type object = new Type.ObjectOf(Map.of("v", Type.NUMBER));
    assertThat(decode(hex, object).asMap()).containsEntry("v", new Value.Num(number));
  }

  @Test
  void a_decomposed_string_becomes_composed() {
    assertThat(Value.text("e\u0301")).isEqualTo(Value.text("\u00e9"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "81",
        "81a176",
        "81a176a3",
        "82a17601a17702",
        "81a17501",
        "81a176c3",
        "81a1760101",
        "81a176dbffffffff"
      })
  void bytes_that_do_not_fit_are_refused(String hex) {
    Type object = new Type.ObjectOf(Map.of("v", Type.NUMBER));
    assertThatThrownBy(() -> decode(hex, object)).isInstanceOf(CodecException.class);
  }

  @Test
  void no_value_prints_its_text() {
    assertThat(Value.list(List.of(Value.text("hunter2"))).toString()).doesNotContain("hunter2");
  }

  @Property
  void any_number_survives_and_is_well_formed(@ForAll("numbers") BigDecimal number)
      throws Exception {
    Type list = new Type.ListOf(Type.NUMBER);
    Value value = Value.list(List.of(new Value.Num(number)));
    byte[] bytes = MsgPackCodec.encode(value, list);
    assertThat(MsgPackCodec.decode(ByteBuffer.wrap(bytes), list)).isEqualTo(value);
    try (MessageUnpacker other = MessagePack.newDefaultUnpacker(bytes)) {
      assertThat(other.unpackValue().asArrayValue().size()).isOne();
      assertThat(other.hasNext()).isFalse();
    }
  }

  @Property(tries = 100)
  void any_map_of_lists_survives_and_is_well_formed(@ForAll Map<String, List<String>> content)
      throws Exception {
    Type type = new Type.MapOf(new Type.ListOf(Type.STRING));
    Map<String, Value> entries = new java.util.TreeMap<>();
    content.forEach(
        (key, list) -> {
          String normal = java.text.Normalizer.normalize(clean(key), java.text.Normalizer.Form.NFC);
          List<Value> values = new ArrayList<>();
          list.forEach(text -> values.add(Value.text(clean(text))));
          entries.put(normal, Value.list(values));
        });
    Value value = new Value.Fields(entries);
    byte[] bytes = MsgPackCodec.encode(value, type);
    assertThat(MsgPackCodec.decode(ByteBuffer.wrap(bytes), type)).isEqualTo(value);
    try (MessageUnpacker other = MessagePack.newDefaultUnpacker(bytes)) {
      assertThat(other.unpackValue().asMapValue().size()).isEqualTo(entries.size());
    }
  }

  @Property(tries = 200)
  void a_set_has_one_form_whatever_the_order(@ForAll List<Long> numbers) {
    Type type = new Type.SetOf(Type.NUMBER);
    List<Value> forward = numbers.stream().map(Value::number).toList();
    byte[] one = MsgPackCodec.encode(group(forward), type);
    byte[] other = MsgPackCodec.encode(group(forward.reversed()), type);
    assertThat(one).isEqualTo(other);
  }

  @Provide
  Arbitrary<BigDecimal> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(BigDecimal::valueOf),
        Arbitraries.bigDecimals().ofScale(20),
        Arbitraries.bigIntegers().map(BigDecimal::new),
        Arbitraries.doubles().filter(Double::isFinite).map(BigDecimal::new));
  }

  /** Lone surrogates are no text in UTF-8. */
  private static String clean(String text) {
    return text.codePoints()
        .filter(point -> point < 0xd800 || point > 0xdfff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Value group(List<Value> elements) {
    return new Value.Group(new java.util.LinkedHashSet<>(elements));
  }

  private static Value decode(String hex, Type type) {
    return MsgPackCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), type);
  }
}
