package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.SecretFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplicaHomesTest {
  private static SecretFile file(String path) {
    return new SecretFile(path, Hidden.of("canary"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../other/KEY", "/etc/KEY", "a/../../KEY", ".", "prometheus_multiproc_dir/KEY"})
  void a_file_that_cannot_stay_in_the_home_is_refused(String path, @TempDir Path root)
      throws Exception {
    ReplicaHomes homes = ReplicaHomes.of(root, UUID.randomUUID().toString());
    try {
      assertThatThrownBy(() -> homes.create("one", List.of(file(path)), List.of()))
          .hasMessageContaining(path)
          .hasMessageNotContaining("canary");
    } finally {
      homes.removeAll();
    }
  }

  @Test
  void a_file_where_another_needs_a_folder_is_refused(@TempDir Path root) throws Exception {
    ReplicaHomes homes = ReplicaHomes.of(root, UUID.randomUUID().toString());
    try {
      assertThatThrownBy(
              () -> homes.create("one", List.of(file("demo"), file("demo/KEY")), List.of()))
          .hasMessageContaining("demo/KEY")
          .hasMessageNotContaining("canary");
    } finally {
      homes.removeAll();
    }
    assertThat(homes.folder()).doesNotExist();
  }

  @Test
  void temporary_files_are_on_disk_under_a_path_that_leaves_room_for_a_socket(@TempDir Path root)
      throws Exception {
    String id = UUID.randomUUID().toString();
    ReplicaHomes homes = ReplicaHomes.of(root, UUID.randomUUID().toString().substring(0, 13));
    try {
      homes.create(id, List.of(), List.of());

      Path temporary = homes.temporary(id);
      assertThat(temporary).isDirectory().startsWith(Path.of(System.getProperty("java.io.tmpdir")));
      assertThat(temporary.toString()).hasSizeLessThan(48);
      homes.remove(id);
      assertThat(temporary).doesNotExist();
    } finally {
      homes.removeAll();
    }
  }

  @Test
  void what_a_replica_puts_in_the_place_of_its_socket_is_never_connected_to(@TempDir Path root)
      throws Exception {
    String id = UUID.randomUUID().toString();
    ReplicaHomes homes = ReplicaHomes.of(root, UUID.randomUUID().toString().substring(0, 13));
    UnixDomainSocketAddress server = UnixDomainSocketAddress.of(homes.temporary("server-1"));
    try (ServerSocketChannel ofServer = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      ofServer.bind(server);
      homes.create(id, List.of(), List.of());
      assertThat(homes.publish(id)).as("nothing is there").isFalse();

      Files.createSymbolicLink(homes.socket(id), server.getPath());
      assertThat(homes.publish(id)).as("a link").isFalse();
      assertThat(homes.address(id)).doesNotExist();

      Files.delete(homes.socket(id));
      try (ServerSocketChannel own = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        own.bind(UnixDomainSocketAddress.of(homes.socket(id)));
        assertThat(homes.publish(id)).isTrue();
        Files.delete(homes.socket(id));
        Files.createSymbolicLink(homes.socket(id), server.getPath());
        assertThat(homes.publish(id)).isTrue();

        try (SocketChannel call =
                SocketChannel.open(UnixDomainSocketAddress.of(homes.address(id)));
            SocketChannel taken = own.accept()) {
          assertThat(taken.isConnected()).isTrue();
          assertThat(call.isConnected()).isTrue();
        }
      }
      homes.remove(id);
      assertThat(homes.address(id)).doesNotExist();
    } finally {
      homes.removeAll();
    }
  }

  @Test
  void a_folder_that_somebody_else_made_in_its_place_is_refused(@TempDir Path root)
      throws Exception {
    String id = UUID.randomUUID().toString().substring(0, 13);
    Path place = Path.of(System.getProperty("java.io.tmpdir"), "bf-" + id);
    Files.createSymbolicLink(place, root);
    try {
      assertThatThrownBy(() -> ReplicaHomes.of(root, id)).hasMessageContaining(place.toString());
    } finally {
      Files.delete(place);
      Files.deleteIfExists(Path.of("/dev/shm/bentoform-" + id));
    }
  }
}
