package io.bentoform.api.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** A certificate of localhost and {@code *.example.org} with a new key, and those who trust it. */
public record TestCertificate(X509CertificateHolder certificate, KeyPair keys) {
  private static final Duration VALIDITY = Duration.ofDays(1);

  /** A valid one with an EC key. */
  public static TestCertificate make() throws Exception {
    return make("EC", Instant.now());
  }

  /** One that is valid for a day from then on. */
  static TestCertificate make(String algorithm, Instant from) throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    X500Name name = new X500Name("CN=localhost");
    GeneralName[] names = {
      new GeneralName(GeneralName.dNSName, "localhost"),
      new GeneralName(GeneralName.dNSName, "*.example.org"),
      new GeneralName(GeneralName.iPAddress, "127.0.0.1")
    };
    String signature =
        switch (algorithm) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> algorithm;
        };
    return new TestCertificate(
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(from),
                Date.from(from.plus(VALIDITY)),
                name,
                keys.getPublic())
            .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
            .build(new JcaContentSignerBuilder(signature).build(keys.getPrivate())),
        keys);
  }

  BigInteger serial() {
    return certificate.getSerialNumber();
  }

  /** Writes certificate and PKCS#8 key. */
  public void write(Path certificateFile, Path keyFile) throws IOException {
    Files.writeString(certificateFile, pem(certificate));
    Files.writeString(keyFile, key());
  }

  /** PKCS#8. */
  String key() throws IOException {
    return pem(new JcaPKCS8Generator(keys.getPrivate(), null));
  }

  /** PKCS#1, or SEC 1 with the curve in it. */
  String olderKey() throws IOException {
    if (keys.getPrivate() instanceof ECPrivateKey key) {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
      return pem(
          new PemObject(
              "EC PRIVATE KEY",
              new org.bouncycastle.asn1.sec.ECPrivateKey(
                      key.getParams().getOrder().bitLength(),
                      key.getS(),
                      info.getPublicKeyData(),
                      info.getAlgorithm().getParameters())
                  .getEncoded()));
    }
    return pem(keys.getPrivate());
  }

  static String pem(Object part) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(part);
    }
    return text.toString();
  }

  /** For clients that trust the certificate of this file alone. */
  public static SSLContext trusting(Path certificateFile) throws Exception {
    KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null, null);
    try (InputStream in = Files.newInputStream(certificateFile)) {
      @Nullable X509Certificate read =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      known.setCertificateEntry("trusted", read);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
