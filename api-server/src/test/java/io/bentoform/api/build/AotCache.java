package io.bentoform.api.build;

import io.bentoform.api.ServerProcess;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the AOT cache of the packaged server (JEP 514): what a real start and the calls that
 * clients make first have loaded. It decides only how fast the server starts, never what it does.
 */
public final class AotCache {
  private AotCache() {}

  /**
   * Arguments: the file of the cache.
   *
   * @throws IOException when the server does not start or leaves no cache
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path cache = Path.of(arguments[0]);
    Files.deleteIfExists(cache);
    Path folder = Files.createTempDirectory("bentoform");
    try {
      train(folder.resolve("data"), cache);
    } finally {
      PrivateFiles.delete(folder);
    }
    if (!Files.exists(cache)) {
      throw new IOException("The server ended without leaving its AOT cache in " + cache);
    }
  }

  /** Nothing is deployed, so the build needs no bubblewrap, which only the tests ask for. */
  private static void train(Path data, Path cache) throws IOException, InterruptedException {
    ServerProcess server =
        ServerProcess.packaged(
            data,
            Map.of("JDK_JAVA_OPTIONS", "-XX:AOTCacheOutput=\"" + cache + "\""),
            "--isolation",
            "none");
    try {
      String secrets = "/api/v1/org_secrets";
      String items = "\"items\": [{\"key\": \"KEY\", \"value\": \"trained\"}]";
      server.call("GET", "/api/v1/version", "");
      server.call("GET", "/api/v1/auth/current", "");
      server.call("POST", secrets, "{\"name\": \"a\", \"content\": {%s}}".formatted(items));
      server.call("POST", secrets + "/a/compare", "{%s}".formatted(items));
      server.call("GET", secrets + "?count=10", "");
      server.call("DELETE", secrets + "/a", "");
      server.call("GET", "/api/v2/deployments?count=10", "");
    } finally {
      server.end();
    }
  }
}
