package io.fairlead.wire;

import io.fairlead.kernel.health.HealthCheck;
import io.fairlead.wire.ListenerFailures.Failure;

/** Whether clients can come through one listener. */
record ListenerHealth(String name, Wire wire, ListenerFailures failures) implements HealthCheck {

  @Override
  public String part() {
    return "listener " + name;
  }

  @Override
  public Health health() {
    Listener listener = wire.listener(name);
    if (listener == null) {
      return Health.notReady(failures.of(name).map(Failure::reason).orElse("it is being made"));
    }
    if (listener.addresses().isEmpty()) {
      return Health.notReady("it accepts no clients any more");
    }
    for (String protocol : listener.settings().protocols()) {
      if (wire.protocols().named(protocol).isEmpty()) {
        return Health.notReady("the protocol " + protocol + " is not there");
      }
    }
    return Health.READY;
  }
}
