package io.fairlead.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Blocking clients, a thread and a connection each, in a process of their own: {@code PORT CLIENTS
 * WARMUP_SECONDS SECONDS FILE}. The file holds a request as it goes over the wire. Prints as {@link
 * LoadGenerator} does.
 */
public final class HttpLoad {

  private HttpLoad() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    byte[] request = Files.readAllBytes(Path.of(args[4]));
    AtomicBoolean measuring = new AtomicBoolean();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong total = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      threads.add(new Thread(() -> ask(port, request, measuring, stop, total), "client-" + i));
    }
    threads.forEach(Thread::start);
    System.out.println("ready");
    Thread.sleep(Integer.parseInt(args[2]) * 1_000L);
    measuring.set(true);
    long began = System.nanoTime();
    System.out.println("begin");
    Thread.sleep(Integer.parseInt(args[3]) * 1_000L);
    measuring.set(false);
    long took = System.nanoTime() - began;
    System.out.println("measured");
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("end " + total.get() + " " + took);
  }

  private static void ask(
      int port, byte[] request, AtomicBoolean measuring, AtomicBoolean stop, AtomicLong total) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      long done = 0;
      while (!stop.get()) {
        socket.getOutputStream().write(request);
        read(in);
        if (measuring.get()) {
          done++;
        }
      }
      total.addAndGet(done);
    } catch (IOException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  /** Reads an answer whole and returns its body; another status than 200 is an error. */
  static byte[] read(InputStream in) throws IOException {
    String status = line(in);
    int length = -1;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    byte[] body = length >= 0 ? in.readNBytes(length) : chunks(in);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(status + " " + new String(body, StandardCharsets.UTF_8));
    }
    return body;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    byte[] body = new byte[0];
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      byte[] chunk = in.readNBytes(size);
      line(in);
      if (size == 0) {
        return body;
      }
      byte[] both = new byte[body.length + size];
      System.arraycopy(body, 0, both, 0, body.length);
      System.arraycopy(chunk, 0, both, body.length, size);
      body = both;
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server closed");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }
}
