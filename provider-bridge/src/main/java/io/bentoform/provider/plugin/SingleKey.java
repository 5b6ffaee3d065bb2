package io.bentoform.provider.plugin;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Presents a single identity whatever the peer requests, without a key store: fewer classes to load
 * at startup.
 */
public final class SingleKey extends X509ExtendedKeyManager {

  private static final String ALIAS = "session";

  private final Future<TlsIdentity> identity;

  public SingleKey(TlsIdentity identity) {
    this(CompletableFuture.completedFuture(identity));
  }

  /** Presents what is still being made; a peer that connects before it is there is refused. */
  SingleKey(Future<TlsIdentity> identity) {
    this.identity = identity;
  }

  private String[] aliases(String keyType) {
    return keyType.startsWith("EC") ? new String[] {ALIAS} : new String[0];
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return ALIAS;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return ALIAS;
  }

  @Override
  public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return ALIAS;
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return ALIAS;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {identity.resultNow().certificate()};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return identity.resultNow().key();
  }
}
