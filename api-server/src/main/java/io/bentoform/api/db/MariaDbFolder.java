package io.bentoform.api.db;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The layout of the folder of the embedded database. */
record MariaDbFolder(Path folder) {
  Path data() {
    return folder.resolve("data");
  }

  /** Not shared: MariaDB removes all temporary tables in it at start. */
  Path temporary() {
    return folder.resolve("tmp");
  }

  Path installed() {
    return folder.resolve("installed");
  }

  Path password() {
    return folder.resolve("password");
  }

  Path initFile() {
    return folder.resolve("init.sql");
  }

  Path pidFile() {
    return folder.resolve("mariadbd.pid");
  }

  /** A socket's path is limited to 107 bytes, which a deep data folder would exceed. */
  Path socket() {
    Path own = folder.resolve("mariadbd.sock");
    return own.toString().length() <= 100 ? own : Path.of(inTemporaryFolder());
  }

  private String inTemporaryFolder() {
    return System.getProperty("java.io.tmpdir")
        + "/bentoform-"
        + Integer.toHexString(folder.toString().hashCode())
        + ".sock";
  }

  Path log() {
    return folder.resolve("mariadbd.log");
  }

  /** The password of the TCP account, random and created at the first start. */
  Hidden accountPassword() throws IOException {
    if (!Files.exists(password())) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      PrivateFiles.write(password(), HexFormat.of().formatHex(random));
    }
    return Hidden.of(Files.readString(password()).strip());
  }

  /** A failure of the database, with its log file. */
  IllegalStateException failure(String what) {
    return new IllegalStateException(what + ". Its log is " + log());
  }
}
