package io.fairlead.wire;

import io.fairlead.kernel.error.Unauthenticated;
import io.fairlead.kernel.tls.ClientAuth;
import io.fairlead.kernel.tls.ClientSubject;
import io.fairlead.kernel.tls.LiveTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a client that speaks TLS. An engine is made only when the first byte is one of
 * TLS, so that who sends nothing costs nothing; who sends anything else is told in the clear. On
 * the event loop; the computing is done on other threads.
 */
final class Handshake extends ChannelInboundHandlerAdapter {

  static final int FIRST_BYTE = 22;

  /** A fatal alert, unexpected_message (RFC 8446, sections 5.1 and 6.2). */
  private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 10};

  private enum State {
    /** It has said nothing yet, or is in the middle of it. */
    UNDER_WAY,
    DONE,
    /** It does not speak TLS. */
    PLAIN,
    FAILED
  }

  private final LiveTls tls;
  private final Executor computing;
  private State state = State.UNDER_WAY;
  private @Nullable SslHandler handler;
  private volatile @Nullable String user;
  private volatile boolean encrypted;

  Handshake(LiveTls tls, Executor computing) {
    this.tls = tls;
    this.computing = computing;
  }

  LiveTls tls() {
    return tls;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (bytes.getUnsignedByte(bytes.readerIndex()) == FIRST_BYTE) {
      SslHandler made = new SslHandler(tls.engine(), computing);
      // Whoever is too slow is seen when the loop looks over its clients.
      made.setHandshakeTimeoutMillis(0);
      handler = made;
      context.pipeline().replace(this, null, made);
    } else {
      state = State.PLAIN;
      context.pipeline().remove(this);
    }
    context.fireChannelRead(message);
  }

  boolean underWay() {
    return state == State.UNDER_WAY;
  }

  /** Whether the client can read what it is sent. */
  boolean over() {
    return state == State.DONE || state == State.PLAIN;
  }

  /** It will come to nothing; true when that is news. */
  boolean fail() {
    boolean news = underWay();
    if (news) {
      state = State.FAILED;
    }
    return news;
  }

  boolean plain() {
    return state == State.PLAIN;
  }

  /** Whether what is sent is encrypted; from any thread. */
  boolean encrypted() {
    return encrypted;
  }

  /** What encrypts; null before the first byte, and for who does not speak TLS. */
  @Nullable SslHandler handler() {
    return handler;
  }

  /** Whom the client's certificate names; null without one. From any thread. */
  @Nullable String user() {
    return user;
  }

  /** It was successful; returns why the client may not come in all the same, or null. */
  @Nullable String done() {
    state = State.DONE;
    encrypted = true;
    SslHandler present = handler;
    ClientAuth asked = tls.settings().clientAuth();
    if (present == null || asked == ClientAuth.NONE) {
      return null;
    }
    try {
      X509Certificate shown =
          (X509Certificate) present.engine().getSession().getPeerCertificates()[0];
      user = ClientSubject.user(shown);
      return null;
    } catch (SSLPeerUnverifiedException e) {
      return asked == ClientAuth.OPTIONAL ? null : "this port wants a client's certificate";
    } catch (Unauthenticated e) {
      return e.getMessage();
    }
  }

  /** What is said to a client that speaks neither TLS nor anything else that is known. */
  static byte[] alert() {
    return ALERT.clone();
  }
}
