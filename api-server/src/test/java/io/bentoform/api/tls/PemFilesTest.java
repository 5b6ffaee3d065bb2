package io.bentoform.api.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The certificate and the key of an operator. */
class PemFilesTest {
  private static final String PASSPHRASE = "canary";

  private final Path certificate;
  private final Path key;
  private final PemFiles files;

  PemFilesTest(@TempDir Path folder) {
    this.certificate = folder.resolve("chain.pem");
    this.key = folder.resolve("server.key");
    this.files = new PemFiles(certificate, key, InstantSource.system());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void a_key_in_pkcs8_is_read(String algorithm) throws Exception {
    TestCertificate made = TestCertificate.make(algorithm, Instant.now());
    made.write(certificate, key);

    assertThat(Files.readString(key)).startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(files.load().key()).isEqualTo(made.keys().getPrivate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void the_older_forms_of_a_key_are_read(String algorithm) throws Exception {
    TestCertificate made = TestCertificate.make(algorithm, Instant.now());
    made.write(certificate, key);
    Files.writeString(key, made.olderKey());

    assertThat(Files.readString(key)).startsWith("-----BEGIN " + algorithm + " PRIVATE KEY-----");
    assertThat(files.load().key().getAlgorithm()).isEqualTo(algorithm);
  }

  @Test
  void the_parameters_of_the_curve_before_an_ec_key_are_skipped() throws Exception {
    TestCertificate made = TestCertificate.make();
    made.write(certificate, key);
    Files.writeString(
        key,
        """
        -----BEGIN EC PARAMETERS-----
        BggqhkjOPQMBBw==
        -----END EC PARAMETERS-----
        """
            + made.olderKey());

    assertThat(files.load().key().getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void a_chain_is_kept_in_its_order() throws Exception {
    TestCertificate own = TestCertificate.make();
    TestCertificate authority = TestCertificate.make();
    own.write(certificate, key);
    Files.writeString(
        certificate,
        "some text before\n"
            + Files.readString(certificate)
            + TestCertificate.pem(authority.certificate()));

    assertThat(files.load().chain())
        .extracting(each -> each.getSerialNumber())
        .containsExactly(own.serial(), authority.serial());
  }

  @Test
  void certificate_and_key_may_be_in_one_file() throws Exception {
    TestCertificate.make().write(certificate, key);
    Files.writeString(certificate, Files.readString(key) + Files.readString(certificate));

    assertThat(new PemFiles(certificate, certificate, InstantSource.system()).load().chain())
        .hasSize(1);
  }

  @Test
  void a_missing_file_is_named_with_its_setting() throws Exception {
    refused("The certificate file " + certificate + " does not exist. Correct --tls-certificate.");
    TestCertificate.make().write(certificate, key);
    Files.delete(key);
    refused("The key file " + key + " does not exist. Correct --tls-key.");
  }

  @Test
  void a_file_that_may_not_be_read_is_named() throws Exception {
    TestCertificate.make().write(certificate, key);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(key), "root may read everything");

    refused("The key file " + key + " cannot be read. Let the server's user read it");
  }

  @Test
  void a_folder_is_no_certificate() throws Exception {
    Files.createDirectory(certificate);

    refused("The certificate file " + certificate + " cannot be read.");
  }

  @Test
  void files_that_are_not_pem_are_named() throws Exception {
    TestCertificate made = TestCertificate.make();
    made.write(certificate, key);
    Files.write(certificate, made.certificate().getEncoded());
    refused(certificate + " contains no certificate in PEM form", "openssl x509 -inform der");
    made.write(certificate, key);
    Files.writeString(key, "canary");
    refused(key + " contains no private key in PEM form", "--tls-key");
  }

  @Test
  void a_damaged_file_is_named_and_not_quoted() throws Exception {
    TestCertificate.make().write(certificate, key);
    String damaged = Base64.getEncoder().encodeToString("canary".getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        key, "-----BEGIN PRIVATE KEY-----\n" + damaged + "\n-----END PRIVATE KEY-----\n");

    refused(key + " is damaged");
  }

  @Test
  void a_key_of_another_certificate_is_refused() throws Exception {
    TestCertificate.make().write(certificate, key);
    for (String algorithm : new String[] {"EC", "RSA"}) {
      TestCertificate other = TestCertificate.make(algorithm, Instant.now());
      Files.writeString(key, other.key());

      refused("The key in " + key + " does not belong to the first certificate in " + certificate);
    }
  }

  @Test
  void a_certificate_that_has_expired_is_refused() throws Exception {
    TestCertificate.make("EC", Instant.now().minus(Duration.ofDays(2))).write(certificate, key);

    refused("The certificate in " + certificate + " has expired: it was valid until", "Renew it");
  }

  @Test
  void a_certificate_of_the_future_is_refused() throws Exception {
    TestCertificate.make("EC", Instant.now().plus(Duration.ofDays(1))).write(certificate, key);

    refused("The certificate in " + certificate + " is not valid before", "clock");
  }

  @Test
  void an_encrypted_key_is_refused_with_the_command_that_decrypts_it() throws Exception {
    TestCertificate made = TestCertificate.make();
    made.write(certificate, key);
    Cipher cipher = Cipher.getInstance("PBEWithMD5AndDES");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance("PBE")
            .generateSecret(new PBEKeySpec(PASSPHRASE.toCharArray())));
    byte[] encrypted = cipher.doFinal(made.keys().getPrivate().getEncoded());
    Files.writeString(
        key,
        TestCertificate.pem(
            new PemObject(
                "ENCRYPTED PRIVATE KEY",
                new EncryptedPrivateKeyInfo(cipher.getParameters(), encrypted).getEncoded())));
    refused("The key in " + key + " is encrypted", "openssl pkey -in " + key);

    Files.writeString(
        key,
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

        AAAAAAAAAAAAAAAAAAAAAA==
        -----END RSA PRIVATE KEY-----
        """);
    refused("The key in " + key + " is encrypted", "openssl pkey -in " + key);
  }

  private void refused(String... parts) {
    assertThatThrownBy(files::load)
        .isInstanceOf(UnusableCertificateException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("canary");
  }
}
