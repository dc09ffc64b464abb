package io.fairlead.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A client of the native protocol over one blocking connection. The server gives each connection a
 * session; a transaction is the connection's own and rolled back when it goes. For one thread at a
 * time.
 *
 * <p>Each call waits for its answer. To pipeline, {@link #send} requests and {@link #receive} their
 * answers later, in order; the server lets at most 64 of a connection wait.
 */
public final class FairleadClient implements Closeable {

  private static final int BUFFER = 16_384;

  private final Socket socket;
  private final BufferedOutputStream out;
  private final RequestWriter writer;
  private final AnswerReader reader;
  private final Deque<Request> unanswered = new ArrayDeque<>();
  private final NoCertificate nobody;
  private boolean answered;

  private FairleadClient(Socket socket, Options options, NoCertificate nobody) throws IOException {
    this.socket = socket;
    this.nobody = nobody;
    this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    this.writer = new RequestWriter(out);
    this.reader =
        new AnswerReader(
            new BufferedInputStream(socket.getInputStream(), BUFFER), options.maxResultBytes());
  }

  /** Connects with {@link Options#DEFAULTS}. */
  public static FairleadClient connect(SocketAddress address) throws IOException {
    return connect(address, Options.DEFAULTS);
  }

  /** Connects. */
  public static FairleadClient connect(SocketAddress address, Options options) throws IOException {
    Socket socket = new Socket();
    NoCertificate nobody = new NoCertificate();
    try {
      socket.setTcpNoDelay(true);
      int patience = millis(options.connectTimeout());
      socket.connect(address, patience);
      Socket spoken = socket;
      if (options.tls().isPresent()) {
        socket.setSoTimeout(patience);
        spoken = options.tls().get().over(socket, inet(address), nobody);
      }
      spoken.setSoTimeout(millis(options.readTimeout()));
      return new FairleadClient(spoken, options, nobody);
    } catch (IOException e) {
      socket.close();
      throw explained(e, nobody);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Why a server that has said nothing yet may have ended the connection. */
  private static IOException explained(IOException e, NoCertificate nobody) {
    return nobody.isAsked() && !(e instanceof SocketTimeoutException)
        ? new CertificateAskedException(e)
        : e;
  }

  private static int millis(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
  }

  private static InetSocketAddress inet(SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      return inet;
    }
    throw new IllegalArgumentException(address + " (expected: a host and a port, for TLS)");
  }

  /** A request, for pipelining. */
  public sealed interface Request {
    /** Runs a text of one or more statements. */
    record Query(String sql) implements Request {}

    /** Opens a transaction. */
    record Begin() implements Request {}

    /** Ends the transaction, keeping what it did. */
    record Commit() implements Request {}

    /** Ends the transaction, undoing what it did. */
    record Rollback() implements Request {}

    /** Asks for a sign of life. */
    record Ping() implements Request {}
  }

  /** Runs a text of one or more statements and returns the first one's result. */
  public QueryResult query(String sql) throws IOException {
    return (QueryResult) call(new Request.Query(sql));
  }

  /**
   * Runs a text of statements and hands the first one's rows over as they come; returns the rows
   * affected.
   */
  public long query(String sql, RowHandler handler) throws IOException {
    requireNothingUnanswered();
    send(new Request.Query(sql));
    flush();
    unanswered.remove();
    int variant = answerVariant();
    if (variant == AnswerReader.QUERY_RESULT) {
      return guarded(() -> reader.result(handler));
    }
    throw unexpected(variant);
  }

  /** Opens a transaction and returns its id. */
  public long begin() throws IOException {
    return (Long) call(new Request.Begin());
  }

  /** Ends the transaction, keeping what it did. */
  public void commit() throws IOException {
    call(new Request.Commit());
  }

  /** Ends the transaction, undoing what it did. */
  public void rollback() throws IOException {
    call(new Request.Rollback());
  }

  /** Returns when the server has answered. */
  public void ping() throws IOException {
    call(new Request.Ping());
  }

  private Object call(Request request) throws IOException {
    requireNothingUnanswered();
    send(request);
    return receive();
  }

  private void requireNothingUnanswered() {
    if (!unanswered.isEmpty()) {
      throw new IllegalStateException(unanswered.size() + " answers have not been received");
    }
  }

  /** Puts a request on its way; {@link #receive} or {@link #flush} sends what is buffered. */
  public void send(Request request) throws IOException {
    try {
      write(request);
    } catch (IOException e) {
      throw explained(e);
    }
    unanswered.add(request);
  }

  private void write(Request request) throws IOException {
    if (request instanceof Request.Query query) {
      writer.query(query.sql());
    } else if (request instanceof Request.Begin) {
      writer.plain(RequestWriter.BEGIN);
    } else if (request instanceof Request.Commit) {
      writer.plain(RequestWriter.COMMIT);
    } else if (request instanceof Request.Rollback) {
      writer.plain(RequestWriter.ROLLBACK);
    } else {
      writer.plain(RequestWriter.PING);
    }
  }

  /** Sends what is buffered. */
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw explained(e);
    }
  }

  /**
   * The answer to the oldest unanswered request: a {@link QueryResult}, a {@link Long} for a begin,
   * an empty string for the others.
   *
   * @throws ServerErrorException when the server answered with an Error
   * @throws IllegalStateException when every request has been answered
   */
  public Object receive() throws IOException {
    Request request = unanswered.poll();
    if (request == null) {
      throw new IllegalStateException("every request has been answered");
    }
    flush();
    int variant = answerVariant();
    if (request instanceof Request.Query && variant == AnswerReader.QUERY_RESULT) {
      return guarded(this::whole);
    } else if (request instanceof Request.Begin && variant == AnswerReader.TRANSACTION_ID) {
      return guarded(reader::varint);
    } else if ((request instanceof Request.Commit || request instanceof Request.Rollback)
            && variant == AnswerReader.OK
        || request instanceof Request.Ping && variant == AnswerReader.PONG) {
      return "";
    }
    throw unexpected(variant);
  }

  private QueryResult whole() throws IOException {
    List<String> columns = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    long affected =
        reader.result(
            new RowHandler() {
              @Override
              public void columns(List<String> names) {
                columns.addAll(names);
              }

              @Override
              public void row(List<String> values) {
                rows.add(values);
              }
            });
    return new QueryResult(columns, rows, affected);
  }

  private int answerVariant() throws IOException {
    int variant = guarded(reader::variant);
    answered = true;
    return variant;
  }

  /** The exception for an answer that is an Error, or none to this request. */
  private IOException unexpected(int variant) throws IOException {
    if (variant == AnswerReader.ERROR) {
      return new ServerErrorException(guarded(reader::text));
    }
    close();
    return new ProtocolException("answer variant " + variant + " does not belong to the request");
  }

  private interface Read<T> {
    T read() throws IOException;
  }

  /** After a failure in mid-answer nobody knows where the next one begins. */
  private <T> T guarded(Read<T> read) throws IOException {
    try {
      return read.read();
    } catch (IOException e) {
      close();
      throw explained(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private IOException explained(IOException e) {
    return answered || e instanceof ProtocolException ? e : explained(e, nobody);
  }

  /** Closes the connection; an open transaction is rolled back by the server. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
