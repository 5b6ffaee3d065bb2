package io.bentoform.provider.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TlsIdentityTest {

  @RepeatedTest(5)
  void an_independent_parser_finds_the_recipe_of_go_plugin() throws Exception {
    TlsIdentity identity = TlsIdentity.create();
    X509CertificateHolder read = new X509CertificateHolder(identity.certificate().getEncoded());
    assertThat(read.getVersionNumber()).isEqualTo(3);
    assertThat(read.getSubject().toString()).isEqualTo("O=HashiCorp,CN=localhost");
    assertThat(read.getIssuer()).isEqualTo(read.getSubject());
    assertThat(read.getSerialNumber()).isPositive();
    assertThatCode(() -> identity.certificate().checkValidity()).doesNotThrowAnyException();
    Extensions extensions = read.getExtensions();
    assertThat(
            GeneralNames.fromExtensions(
                    extensions, org.bouncycastle.asn1.x509.Extension.subjectAlternativeName)
                .getNames())
        .containsExactly(new GeneralName(GeneralName.dNSName, "localhost"));
    assertThat(BasicConstraints.fromExtensions(extensions).isCA()).isTrue();
    KeyUsage usage = KeyUsage.fromExtensions(extensions);
    assertThat(
            usage.hasUsages(
                KeyUsage.digitalSignature
                    | KeyUsage.keyEncipherment
                    | KeyUsage.keyAgreement
                    | KeyUsage.keyCertSign))
        .isTrue();
    ExtendedKeyUsage extended = ExtendedKeyUsage.fromExtensions(extensions);
    assertThat(extended.hasKeyPurposeId(KeyPurposeId.id_kp_serverAuth)).isTrue();
    assertThat(extended.hasKeyPurposeId(KeyPurposeId.id_kp_clientAuth)).isTrue();
  }

  @Test
  void the_certificate_is_signed_by_its_own_key() throws Exception {
    TlsIdentity identity = TlsIdentity.create();
    assertThatCode(() -> identity.certificate().verify(identity.certificate().getPublicKey()))
        .doesNotThrowAnyException();
  }

  @Test
  void two_sessions_never_share_a_key() throws Exception {
    assertThat(TlsIdentity.create().certificate()).isNotEqualTo(TlsIdentity.create().certificate());
  }
}
