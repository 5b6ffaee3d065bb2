package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/** An API token: 256 random bits. The database stores only its SHA-256. */
public final class Token {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern FORM = Pattern.compile("bf_[A-Za-z0-9_-]{43}");

  private Token() {}

  public static Hidden next() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Hidden.of("bf_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Whether it has the form of a token; others are not looked up in the database. */
  static boolean isWellFormed(Hidden token) {
    return FORM.matcher(token.reveal()).matches();
  }

  static byte[] hash(Hidden token) {
    return DigestUtils.sha256(token.reveal());
  }
}
