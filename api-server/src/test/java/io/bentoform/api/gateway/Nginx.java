package io.bentoform.api.gateway;

import io.bentoform.api.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An nginx of one's own, the reference for the gateway. */
public final class Nginx implements AutoCloseable {
  private final Path folder;
  private final Process process;

  private Nginx(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Whether there is one on the PATH. */
  public static boolean isInstalled() {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(":", -1))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "nginx")));
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param http what stands in the block of this name
   * @param port one that it listens on
   */
  public static Nginx start(String http, int workers, int port) throws Exception {
    Path folder = Files.createTempDirectory("nginx");
    Files.writeString(folder.resolve("nginx.conf"), configuration(folder, http, workers));
    Process process =
        new ProcessBuilder(
                List.of("nginx", "-p", folder + "/", "-c", folder.resolve("nginx.conf").toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    Nginx nginx = new Nginx(folder, process);
    try {
      Eventually.holds("nginx listens", () -> nginx.listens(port));
    } catch (Exception | AssertionError e) {
      nginx.close();
      throw e;
    }
    return nginx;
  }

  private boolean listens(int port) throws IOException {
    if (!process.isAlive()) {
      throw new IOException(Files.readString(folder.resolve("output")));
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static String configuration(Path folder, String http, int workers) {
    String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
    return """
    daemon off;
    %s
    worker_processes %d;
    pid %3$s/nginx.pid;
    error_log %3$s/error.log;
    events { worker_connections 8192; }
    http {
      access_log off;
      client_body_temp_path %3$s/body;
      proxy_temp_path %3$s/proxy;
      fastcgi_temp_path %3$s/fastcgi;
      uwsgi_temp_path %3$s/uwsgi;
      scgi_temp_path %3$s/scgi;
      %4$s
    }
    """
        .formatted(user, workers, folder, http);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
