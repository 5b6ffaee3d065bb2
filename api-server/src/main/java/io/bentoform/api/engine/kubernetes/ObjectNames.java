package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.ServiceId;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The names of the objects of one service. They begin with the deployment's name, for people, and
 * end with a part of a digest: two services, and two deployments of one name, never share one.
 *
 * @param base a DNS-1035 label of at most 53 characters, so that Kubernetes can lengthen it
 */
record ObjectNames(String base) {
  private static final int READABLE = 44;
  private static final int UNIQUE = 8;

  static ObjectNames of(String uid, String deployment, ServiceId service) {
    return new ObjectNames(
        readable(deployment + "-" + service.text()) + "-" + unique(uid, service));
  }

  /** The name of what a deployment has once. */
  static String of(String uid, String deployment) {
    return readable(deployment) + "-" + digest(uid);
  }

  private static String readable(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String begin = Character.isDigit(plain.charAt(0)) ? "b" + plain : plain;
    return begin.substring(0, Math.min(READABLE, begin.length())).replaceAll("-+$", "");
  }

  /** The part of the names that tells the service from all others. */
  static String unique(String uid, ServiceId service) {
    return digest(uid + "/" + service.text());
  }

  private static String digest(String text) {
    return DigestUtils.sha256Hex(text).substring(0, UNIQUE);
  }

  /** The Secret with what a revision gives to replicas. */
  String values(int revision) {
    return base + "-r" + revision;
  }

  /** The Secret with what a revision gives to builds alone. */
  String build(int revision) {
    return base + "-r" + revision + "-build";
  }
}
