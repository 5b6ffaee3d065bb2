package io.bentoform.provider.plugin;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * The key of one process and its certificate, which the host trusts because the handshake line
 * contains it. As in go-plugin: P-521, common name {@code localhost}, self-signed.
 */
public record TlsIdentity(PrivateKey key, X509Certificate certificate) {

  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
  private static final int YEARS = 30;
  private static final String ECDSA_WITH_SHA512 = "1.2.840.10045.4.3.4";

  /** The curve of the host's own certificate, whose code the handshake loads anyway. */
  private static final String CURVE = "secp521r1";

  /** Generates a new key and certificate. */
  public static TlsIdentity create() throws GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(CURVE), random);
    KeyPair pair = generator.generateKeyPair();
    byte[] content = content(pair, new BigInteger(127, random).add(BigInteger.ONE));
    Signature signature = Signature.getInstance("SHA512withECDSA");
    signature.initSign(pair.getPrivate(), random);
    signature.update(content);
    byte[] der = Der.sequence(content, algorithm(), Der.bits(0, signature.sign()));
    return new TlsIdentity(pair.getPrivate(), parse(der));
  }

  /** Reads a certificate in PEM or DER form. */
  static X509Certificate parse(byte[] encoded) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  static X509Certificate parsePem(String pem) throws GeneralSecurityException {
    return parse(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] content(KeyPair pair, BigInteger serial) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    byte[] name =
        Der.sequence(attribute("2.5.4.10", "HashiCorp"), attribute("2.5.4.3", "localhost"));
    byte[] validity = Der.sequence(Der.time(now.minus(CLOCK_SKEW)), Der.time(now.plusYears(YEARS)));
    return Der.sequence(
        Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3
        Der.integer(serial),
        algorithm(),
        name,
        validity,
        name,
        pair.getPublic().getEncoded(),
        Der.explicit(3, extensions()));
  }

  private static byte[] extensions() {
    byte[] serverAndClient =
        Der.sequence(Der.oid("1.3.6.1.5.5.7.3.2"), Der.oid("1.3.6.1.5.5.7.3.1"));
    // digitalSignature, keyEncipherment, keyAgreement, keyCertSign: bits 0, 2, 4 and 5
    byte[] usage = Der.bits(2, new byte[] {(byte) 0b1010_1100});
    byte[] localhost =
        Der.sequence(Der.implicit(2, "localhost".getBytes(StandardCharsets.US_ASCII)));
    return Der.sequence(
        extension("2.5.29.15", true, usage),
        extension("2.5.29.37", false, serverAndClient),
        extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
        extension("2.5.29.17", false, localhost));
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
        : Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] attribute(String oid, String text) {
    return Der.set(Der.sequence(Der.oid(oid), Der.utf8(text)));
  }

  private static byte[] algorithm() {
    return Der.sequence(Der.oid(ECDSA_WITH_SHA512));
  }

  /** Omits the key. */
  @Override
  public String toString() {
    return "TlsIdentity[" + certificate.getSubjectX500Principal() + "]";
  }
}
