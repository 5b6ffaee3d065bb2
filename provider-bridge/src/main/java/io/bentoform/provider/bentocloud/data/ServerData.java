package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.resource.DataSource;
import io.bentoform.provider.schema.Attribute;
import java.util.List;
import java.util.Map;

/** The control API itself: its version, and what it can do beyond BentoCloud. */
final class ServerData {

  private ServerData() {}

  static DataSource source(ApiAccess access) {
    return new Lookup(
        access,
        "bentocloud_server",
        Lookup.schema(
            "Reads the version of the control API, for preconditions and outputs.",
            List.of(),
            Attribute.computed("version", Type.STRING)
                .describedAs(
                    "Version of Bentoform; null for a plain BentoCloud, which tells none."),
            Attribute.computed("capabilities", new Type.SetOf(Type.STRING))
                .describedAs(
                    "What the API can do beyond BentoCloud; empty for a plain BentoCloud.")),
        "read the version of the API",
        (api, question) -> {
          JsonObject version =
              api.objects("api", "v1").find(null, "version").orElse(JsonObject.EMPTY);
          return Map.of(
              "version",
              Value.ofText(version.text("version")),
              "capabilities",
              Value.setOfText(version.texts("capabilities")));
        });
  }
}
