package io.bentoform.provider.build;

import com.google.protobuf.ByteString;
import io.bentoform.provider.Main;
import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.deployment.DeploymentResource;
import io.bentoform.provider.bentocloud.secret.SecretResource;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.MsgPackCodec;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Configurations and states for a session without Terraform. */
public final class Samples {

  private Samples() {}

  /** A configuration and a state of a resource. */
  record Sample(String type, TfPlugin6.DynamicValue config, ByteString state) {}

  private static Schema provider() {
    return Main.provider(Map.of(), new Log(System.err, Log.Level.OFF)).schema();
  }

  /** A provider block whose endpoint is not known yet. */
  public static TfPlugin6.DynamicValue unknownProvider() {
    Schema schema = provider();
    Value.Fields config = schema.empty().with("endpoint", Value.ofUnknown());
    return encode(schema, config);
  }

  /** A provider block without arguments. */
  public static TfPlugin6.DynamicValue emptyProvider() {
    Schema schema = provider();
    return encode(schema, schema.empty());
  }

  /** A provider block with an endpoint and a token. */
  public static TfPlugin6.DynamicValue provider(String endpoint, String token) {
    Schema schema = provider();
    Value.Fields config =
        schema.empty().with("endpoint", Value.text(endpoint)).with("api_token", Value.text(token));
    return encode(schema, config);
  }

  static List<Sample> all(String value) {
    List<Sample> samples = new ArrayList<>();
    Schema secret = new SecretResource(new ApiAccess()).schema();
    samples.add(
        new Sample(
            "bentocloud_secret",
            encode(
                secret,
                "{\"name\":\"new\",\"cluster\":\"default\",\"values_wo\":{\"K\":\""
                    + value
                    + "\"}}"),
            ByteString.copyFromUtf8(
                "{\"name\":\"new\",\"cluster\":\"default\",\"description\":\"\",\"type\":\"env\","
                    + "\"stage\":\"runtime\",\"keys\":[\"K\"],\"revision\":1,"
                    + "\"key_revisions\":{\"K\":1},\"id\":\"default/new\"}")));
    Schema deployment = new DeploymentResource(new ApiAccess()).schema();
    String common =
        "\"name\":\"new\",\"cluster\":\"default\",\"recreate_on_key_change\":true,"
            + "\"wait_for_rollout\":true,\"access_authorization\":false,"
            + "\"envs\":{\"A\":\"b\"},\"services\":{\"S\":{\"scaling\":{\"max_replicas\":2}}},";
    samples.add(
        new Sample(
            "bentocloud_deployment",
            encode(deployment, "{" + common + "\"bento\":\"b:2\",\"secrets\":[{\"name\":\"s\"}]}"),
            ByteString.copyFromUtf8(
                "{"
                    + common
                    + "\"bento\":\"b:1\",\"status\":\"running\",\"urls\":[],"
                    + "\"revision\":1,\"secrets\":[{\"name\":\"s\",\"keys\":[\"K\"],\"revision\":1}]}")));
    return samples;
  }

  private static TfPlugin6.DynamicValue encode(Schema schema, String json) {
    return encode(schema, JsonCodec.decode(json, schema.type()));
  }

  /** A value of a schema as it is sent. */
  public static TfPlugin6.DynamicValue encode(Schema schema, Value value) {
    return TfPlugin6.DynamicValue.newBuilder()
        .setMsgpack(ByteString.copyFrom(MsgPackCodec.encode(value, schema.type())))
        .build();
  }
}
