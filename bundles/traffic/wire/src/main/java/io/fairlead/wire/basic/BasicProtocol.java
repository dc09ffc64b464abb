package io.fairlead.wire.basic;

import io.fairlead.traffic.protocol.ClientChannel;
import io.fairlead.traffic.protocol.Protocol;
import io.fairlead.traffic.protocol.ProtocolHandler;
import org.osgi.service.component.annotations.Component;

/** The native protocol. */
@Component(property = Protocol.NAME + "=" + BasicProtocol.PROTOCOL_NAME)
public final class BasicProtocol implements Protocol {

  static final String PROTOCOL_NAME = "native";

  private static final int LAST_VARIANT = 4;

  @Override
  public boolean startsWith(int firstByte) {
    return firstByte <= LAST_VARIANT;
  }

  @Override
  public ProtocolHandler open(ClientChannel channel) {
    BasicConnection connection = new BasicConnection(channel);
    connection.openSession();
    return connection;
  }

  @Override
  public byte[] refusal(String reason) {
    return Answers.error(reason);
  }
}
