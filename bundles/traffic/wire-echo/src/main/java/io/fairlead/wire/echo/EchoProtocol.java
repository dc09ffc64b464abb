package io.fairlead.wire.echo;

import io.fairlead.traffic.protocol.ClientChannel;
import io.fairlead.traffic.protocol.Protocol;
import io.fairlead.traffic.protocol.ProtocolHandler;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Component;

/** Begins with an {@code E}; then each line comes back, as it was sent, once it is whole. */
@Component(property = Protocol.NAME + "=echo")
public final class EchoProtocol implements Protocol {

  @Override
  public boolean startsWith(int firstByte) {
    return firstByte == 'E';
  }

  @Override
  public ProtocolHandler open(ClientChannel channel) {
    return new EchoConnection(channel);
  }

  @Override
  public byte[] refusal(String reason) {
    return (reason + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
