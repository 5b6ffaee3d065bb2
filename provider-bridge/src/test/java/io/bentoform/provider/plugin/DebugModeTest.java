package io.bentoform.provider.plugin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider that was started to be attached to. */
@Timeout(60)
class DebugModeTest {

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final byte[] EMPTY_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  private Thread process;
  private JsonObject attached;

  @BeforeEach
  void start() throws Exception {
    PipedInputStream in = new PipedInputStream();
    PrintStream out = new PrintStream(new PipedOutputStream(in), true, UTF_8);
    process = Thread.ofPlatform().start(() -> run(out));
    String line = new BufferedReader(new InputStreamReader(in, UTF_8)).readLine();
    assertThat(line).startsWith("TF_REATTACH_PROVIDERS='{").endsWith("'");
    String json = line.substring(line.indexOf('\'') + 1, line.length() - 1);
    attached = JsonObject.of(Json.parse(json)).orElseThrow().object("example.org/a/b");
  }

  private static void run(PrintStream out) {
    try {
      new PluginProcess("example.org/a/b", List.of(), Map.of(), out, System.err)
          .run(List.of("--debug"));
    } catch (InterruptedException e) {
      // the end of the test
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    process.interrupt();
    process.join();
    assertThat(socket().getParent()).doesNotExist();
  }

  private Path socket() {
    return Path.of(attached.object("Addr").text("String", ""));
  }

  @Test
  void it_serves_on_a_socket_of_the_file_system_in_a_folder_of_its_user_alone() throws Exception {
    assertThat(attached.object("Addr").text("Network")).isEqualTo("unix");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket().getParent())))
        .isEqualTo("rwx------");
    assertThat(Files.getOwner(socket().getParent())).isEqualTo(Files.getOwner(socket()));
    try (var files = Files.list(socket().getParent())) {
      assertThat(files).containsExactly(socket());
    }
  }

  @Test
  void it_speaks_http_2_there_to_several_at_once() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket());
    try (SocketChannel one = SocketChannel.open(address);
        SocketChannel other = SocketChannel.open(address)) {
      assertThat(greet(one)).isEqualTo(4);
      assertThat(greet(other)).isEqualTo(4);
    }
  }

  /** Begins a connection; answers the type of the first frame, which is 4 for SETTINGS. */
  private static int greet(SocketChannel channel) throws IOException {
    channel.write(ByteBuffer.wrap(PREFACE.getBytes(US_ASCII)));
    channel.write(ByteBuffer.wrap(EMPTY_SETTINGS));
    ByteBuffer head = ByteBuffer.allocate(EMPTY_SETTINGS.length);
    while (head.hasRemaining()) {
      assertThat(channel.read(head)).isPositive();
    }
    return head.get(3);
  }

  /** To look up the socket takes the same right on its folder as to connect to it. */
  @Test
  void another_user_does_not_reach_the_socket() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")));
    assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")));
    List<String> look = List.of("/bin/sh", "-c", "test -S \"$1\"", "sh", socket().toString());
    List<String> asNobody =
        new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid=65534", "--clear-groups"));
    asNobody.addAll(look);

    assertThat(exitCode(look)).isZero();
    assertThat(exitCode(asNobody)).isOne();
  }

  private static int exitCode(List<String> command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
