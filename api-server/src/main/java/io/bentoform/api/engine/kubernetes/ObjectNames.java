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
    String readable =
        (deployment + "-" + service.text()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String begin = Character.isDigit(readable.charAt(0)) ? "b" + readable : readable;
    String text = begin.substring(0, Math.min(READABLE, begin.length())).replaceAll("-+$", "");
    return new ObjectNames(text + "-" + unique(uid, service));
  }

  /** The part of the names that tells the service from all others. */
  static String unique(String uid, ServiceId service) {
    return DigestUtils.sha256Hex(uid + "/" + service.text()).substring(0, UNIQUE);
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
