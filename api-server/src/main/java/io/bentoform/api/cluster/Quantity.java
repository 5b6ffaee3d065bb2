package io.bentoform.api.cluster;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Amounts as Kubernetes writes them (contract C8): {@code 500m} of a processor, {@code 2Gi}. */
final class Quantity {
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  /** The units of more than one letter come first. */
  private static final Map<String, BigDecimal> UNITS = new LinkedHashMap<>();

  static {
    BigDecimal binary = BigDecimal.ONE;
    for (String prefix : new String[] {"Ki", "Mi", "Gi", "Ti", "Pi"}) {
      binary = binary.multiply(BigDecimal.valueOf(1024));
      UNITS.put(prefix, binary);
    }
    BigDecimal decimal = BigDecimal.ONE;
    for (String prefix : new String[] {"k", "M", "G", "T", "P"}) {
      decimal = decimal.multiply(THOUSAND);
      UNITS.put(prefix, decimal);
    }
    UNITS.put("m", BigDecimal.ONE.divide(THOUSAND));
  }

  private Quantity() {}

  /** Thousandths. */
  static long milli(String quantity) {
    return bounded(value(quantity).multiply(THOUSAND));
  }

  /** Ones, as bytes. */
  static long whole(String quantity) {
    return bounded(value(quantity));
  }

  private static long bounded(BigDecimal number) {
    return number.min(MOST).longValue();
  }

  private static BigDecimal value(String quantity) {
    for (Map.Entry<String, BigDecimal> unit : UNITS.entrySet()) {
      if (quantity.endsWith(unit.getKey())) {
        String number = quantity.substring(0, quantity.length() - unit.getKey().length());
        return new BigDecimal(number).multiply(unit.getValue());
      }
    }
    return new BigDecimal(quantity);
  }
}
