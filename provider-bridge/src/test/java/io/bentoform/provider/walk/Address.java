package io.bentoform.provider.walk;

/** Where a configuration has a resource; all secrets come before all deployments. */
record Address(Kind kind, String label) implements Comparable<Address> {

  @Override
  public int compareTo(Address other) {
    int kinds = Integer.compare(kind.rank(), other.kind.rank());
    return kinds == 0 ? label.compareTo(other.label) : kinds;
  }

  @Override
  public String toString() {
    return kind.typeName() + "." + label;
  }
}
