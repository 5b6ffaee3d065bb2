package io.bentoform.api.access;

import io.bentoform.api.crypto.Sealer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The codes of browser logins (contract A2): 128 random bits, the expiry and the address of the
 * client, signed with a key that all servers of a database have. So a request for a code leaves no
 * state.
 */
final class LoginCodes {
  static final Duration LIFE = Duration.ofMinutes(10);
  private static final String PURPOSE = "bentoform login code";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 16;
  private static final int ADDRESS_BYTES = 16;
  private static final int SIGNED_BYTES = RANDOM_BYTES + Long.BYTES + ADDRESS_BYTES;

  /** Base64 without padding: four characters for three bytes. */
  private static final int SIGNED_CHARACTERS = (SIGNED_BYTES * 4 + 2) / 3;

  private final Supplier<Sealer> sealer;
  private final Clock clock;

  LoginCodes(Supplier<Sealer> sealer, Clock clock) {
    this.sealer = sealer;
    this.clock = clock;
  }

  /**
   * The client that requested a code.
   *
   * @param address the proxy's where one is in front of this server
   */
  record Asked(InetAddress address, Instant at) {
    /** When the code ends. */
    Instant end() {
      return at.plus(LIFE);
    }
  }

  /** A code for a client with this address. */
  String next(InetAddress asking) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    byte[] signed =
        ByteBuffer.allocate(SIGNED_BYTES)
            .put(random)
            .putLong(clock.instant().plus(LIFE).toEpochMilli())
            .put(ipv6Bytes(asking))
            .array();
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    return text + sealer.get().sign(PURPOSE, text);
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

  /** The client that requested the code, if one of the servers gave it out and it has not ended. */
  Optional<Asked> asked(String code) {
    return signed(code)
        .map(
            text -> {
              ByteBuffer signed = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
              byte[] address = new byte[ADDRESS_BYTES];
              signed.get(RANDOM_BYTES + Long.BYTES, address);
              Instant end = Instant.ofEpochMilli(signed.getLong(RANDOM_BYTES));
              return new Asked(address(address), end.minus(LIFE));
            })
        .filter(asked -> asked.end().isAfter(clock.instant()));
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address has sixteen bytes", e);
    }
  }

  private Optional<String> signed(String code) {
    return Optional.of(code)
        .filter(one -> one.length() > SIGNED_CHARACTERS)
        .map(one -> one.substring(0, SIGNED_CHARACTERS))
        .filter(text -> sealer.get().isSigned(PURPOSE, text, code.substring(SIGNED_CHARACTERS)));
  }
}
