package io.bentoform.api.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives each handshake the certificate that is current when it begins. Connections that exist keep
 * theirs. The JDK's own key manager of each certificate chooses and answers; the one before the
 * current one stays for handshakes that have just chosen it.
 */
final class CurrentCertificate extends X509ExtendedKeyManager {

  private record Managers(X509ExtendedKeyManager current, X509ExtendedKeyManager previous) {}

  private volatile Managers managers;
  private int generation;

  CurrentCertificate(ServerCertificate first) {
    X509ExtendedKeyManager manager = manager(first, generation);
    this.managers = new Managers(manager, manager);
  }

  /** Uses another one from now on. */
  synchronized void use(ServerCertificate next) {
    managers = new Managers(manager(next, ++generation), managers.current());
  }

  private static X509ExtendedKeyManager manager(ServerCertificate certificate, int generation) {
    char[] password = new char[0];
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "certificate-" + generation,
          certificate.key(),
          password,
          certificate.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, password);
      return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory failed", e);
    }
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return managers.current().chooseEngineServerAlias(keyType, issuers, engine);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return managers.current().chooseServerAlias(keyType, issuers, socket);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return managers.current().getServerAliases(keyType, issuers);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Managers now = managers;
    X509Certificate[] chain = now.current().getCertificateChain(alias);
    return chain == null ? now.previous().getCertificateChain(alias) : chain;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Managers now = managers;
    PrivateKey key = now.current().getPrivateKey(alias);
    return key == null ? now.previous().getPrivateKey(alias) : key;
  }

  /** A server has no certificate for calls of its own. */
  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }
}
