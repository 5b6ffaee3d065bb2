package io.bentoform.api.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The codes of browser logins (contract A2): 128 random bits, the expiry and the address of the
 * client, signed with a key of this process. So a request for a code leaves no state; only an
 * approved code is remembered, until it expires, and can be used once.
 */
final class LoginCodes {
  static final Duration LIFE = Duration.ofMinutes(10);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 16;
  private static final int ADDRESS_BYTES = 16;
  private static final int SIGNED_BYTES = RANDOM_BYTES + Long.BYTES + ADDRESS_BYTES;
  private static final int SIGNATURE_BYTES = 16;

  private final Clock clock;
  private final SecretKeySpec key;
  private final Map<String, Approval> approvals = new HashMap<>();

  LoginCodes(Clock clock) {
    this.clock = clock;
    this.key = new SecretKeySpec(random(32), "HmacSHA256");
  }

  /**
   * The client that requested a code.
   *
   * @param address the proxy's where one is in front of this server
   */
  record Asked(InetAddress address, Instant at) {}

  /** The approver; empty once the client has its token. */
  private record Approval(Optional<Principal> approver, Instant end) {}

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** A code for a client with this address. */
  String next(InetAddress asking) {
    byte[] signed =
        ByteBuffer.allocate(SIGNED_BYTES)
            .put(random(RANDOM_BYTES))
            .putLong(clock.instant().plus(LIFE).toEpochMilli())
            .put(ipv6Bytes(asking))
            .array();
    byte[] code =
        ByteBuffer.allocate(SIGNED_BYTES + SIGNATURE_BYTES)
            .put(signed)
            .put(signature(signed))
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
  }

  /** An IPv4 address becomes an IPv4-mapped IPv6 address. */
  private static byte[] ipv6Bytes(InetAddress address) {
    byte[] bytes = address.getAddress();
    ByteBuffer all = ByteBuffer.allocate(ADDRESS_BYTES);
    if (bytes.length < ADDRESS_BYTES) {
      all.putShort(ADDRESS_BYTES - bytes.length - Short.BYTES, (short) -1);
    }
    return all.put(ADDRESS_BYTES - bytes.length, bytes).array();
  }

  /** Whether this process issued the code and it has not expired. */
  boolean isValid(String code) {
    return asked(code).isPresent();
  }

  /** The client that requested the code, if the code is valid. */
  Optional<Asked> asked(String code) {
    return signed(code)
        .map(ByteBuffer::wrap)
        .map(
            signed -> {
              byte[] address = new byte[ADDRESS_BYTES];
              signed.get(RANDOM_BYTES + Long.BYTES, address);
              return new Asked(address(address), end(signed).minus(LIFE));
            })
        .filter(asked -> asked.at().plus(LIFE).isAfter(clock.instant()));
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address has sixteen bytes", e);
    }
  }

  private Optional<Instant> end(String code) {
    return signed(code).map(signed -> end(ByteBuffer.wrap(signed)));
  }

  private static Instant end(ByteBuffer signed) {
    return Instant.ofEpochMilli(signed.getLong(RANDOM_BYTES));
  }

  /** The signed part, if this process signed it. */
  private Optional<byte[]> signed(String code) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(code);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length != SIGNED_BYTES + SIGNATURE_BYTES) {
      return Optional.empty();
    }
    byte[] signed = Arrays.copyOf(bytes, SIGNED_BYTES);
    byte[] signature = Arrays.copyOfRange(bytes, SIGNED_BYTES, bytes.length);
    return MessageDigest.isEqual(signature(signed), signature)
        ? Optional.of(signed)
        : Optional.empty();
  }

  private byte[] signature(byte[] signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(signed), SIGNATURE_BYTES);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every JDK has HmacSHA256", e);
    }
  }

  /** Approves a valid code, unless it has already been approved. */
  synchronized boolean approve(String code, Principal approver) {
    Instant now = clock.instant();
    approvals.values().removeIf(old -> !old.end().isAfter(now));
    Optional<Instant> end = end(code).filter(one -> one.isAfter(now));
    return end.isPresent()
        && approvals.putIfAbsent(code, new Approval(Optional.of(approver), end.get())) == null;
  }

  /** Takes the approval of a code; it can be taken once. */
  synchronized Optional<Principal> take(String code) {
    Approval approval = approvals.get(code);
    if (approval == null || !approval.end().isAfter(clock.instant())) {
      return Optional.empty();
    }
    approvals.put(code, new Approval(Optional.empty(), approval.end()));
    return approval.approver();
  }

  /** Restores an approval that could not be used. */
  synchronized void restore(String code, Principal approver) {
    approvals.computeIfPresent(
        code, (same, taken) -> new Approval(Optional.of(approver), taken.end()));
  }

  /** Whether the approval has been taken. */
  synchronized boolean isSpent(String code) {
    Approval approval = approvals.get(code);
    return approval != null && approval.approver().isEmpty();
  }
}
