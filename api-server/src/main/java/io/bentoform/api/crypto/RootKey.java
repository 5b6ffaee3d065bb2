package io.bentoform.api.crypto;

import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** A root key of 256 bits that this process holds, from a file or from the environment. */
public final class RootKey implements KeyWrapper {
  private static final String FINGERPRINT = "bentoform root key fingerprint";
  private static final byte[] PURPOSE = "bentoform data key".getBytes(StandardCharsets.UTF_8);

  private final byte[] key;

  private RootKey(byte[] key) {
    this.key = key;
  }

  /**
   * Reads a root key from its text.
   *
   * @param text 32 bytes in Base64
   * @param source its name in errors
   * @throws IllegalArgumentException when it is anything else
   */
  public static RootKey parse(Hidden text, String source) {
    try {
      byte[] key = Base64.getDecoder().decode(text.reveal().strip());
      if (key.length == AesGcm.KEY_BYTES) {
        return new RootKey(key);
      }
    } catch (IllegalArgumentException e) {
      // Falls through: the decoder's own message would quote the key.
    }
    throw new IllegalArgumentException(
        "The root key in " + source + " must be 32 bytes in Base64 (44 characters)");
  }

  /**
   * Reads the root key of this file, or creates a random one, mode 0600, when the file is missing.
   */
  public static RootKey readOrCreate(Path file) {
    try {
      if (!Files.exists(file)) {
        PrivateFiles.write(file, Base64.getEncoder().encodeToString(AesGcm.newKey()) + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The root key file " + file + " cannot be written", e);
    }
    return read(file);
  }

  /**
   * Reads the root key of this file.
   *
   * @throws IllegalStateException when it is missing, with where it should be
   */
  public static RootKey read(Path file) {
    try {
      return parse(Hidden.of(Files.readString(file)), file.toString());
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(
          "The root key file "
              + file
              + " is missing, and the database has secrets that it sealed. Restore it from your"
              + " backup, name it with --root-key-file, or set BENTOFORM_ROOT_KEY.",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("The root key file " + file + " cannot be read", e);
    }
  }

  @Override
  public byte[] wrap(byte[] dataKey) {
    return AesGcm.seal(key, dataKey, PURPOSE);
  }

  @Override
  public byte[] unwrap(byte[] wrapped) {
    return AesGcm.open(key, wrapped, PURPOSE);
  }

  @Override
  public String fingerprint() {
    return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmacHex(FINGERPRINT);
  }
}
