package io.fairlead.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.apache.karaf.shell.api.console.SignalListener;
import org.apache.karaf.shell.api.console.Terminal;
import org.apache.karaf.shell.support.terminal.SignalSupport;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;

/** The terminal at the other end of the socket, as JLine and as Karaf want to see it. */
final class DoorTerminal extends ExternalTerminal implements Terminal {

  private final SignalSupport signals = new SignalSupport();

  DoorTerminal(String type, int columns, int rows, InputStream in, OutputStream out)
      throws IOException {
    super("fairlead-shell", type, in, out, StandardCharsets.UTF_8);
    setSize(new Size(columns, rows));
    handle(
        org.jline.terminal.Terminal.Signal.INT,
        s -> signals.signal(org.apache.karaf.shell.api.console.Signal.INT));
  }

  @Override
  public int getWidth() {
    return getSize().getColumns();
  }

  @Override
  public int getHeight() {
    return getSize().getRows();
  }

  @Override
  public boolean isAnsiSupported() {
    return !getType().equals("dumb");
  }

  @Override
  public boolean isEchoEnabled() {
    return echo();
  }

  @Override
  public void setEchoEnabled(boolean enabled) {
    echo(enabled);
  }

  @Override
  public void addSignalListener(
      SignalListener listener, org.apache.karaf.shell.api.console.Signal... wanted) {
    signals.addSignalListener(listener, wanted);
  }

  @Override
  public void addSignalListener(
      SignalListener listener, EnumSet<org.apache.karaf.shell.api.console.Signal> wanted) {
    signals.addSignalListener(listener, wanted);
  }

  @Override
  public void addSignalListener(SignalListener listener) {
    signals.addSignalListener(listener);
  }

  @Override
  public void removeSignalListener(SignalListener listener) {
    signals.removeSignalListener(listener);
  }
}
