package io.fairlead.rest.host;

import io.fairlead.http.SecureHeaders;
import io.fairlead.http.Sites;
import io.fairlead.kernel.audit.Audit;
import io.fairlead.kernel.audit.AuditEntry;
import io.fairlead.kernel.settings.SettingsValues;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** Sees every request first: whom it is for, whose page it comes from, what that page may read. */
final class SiteFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** Nobody has asked yet which surface it would be. */
  private static final String SURFACE = "http";

  /** The sites of these settings. */
  private record Known(SettingsValues settings, Sites sites) {}

  private final transient Supplier<SettingsValues> settings;
  private final transient Audit audit;
  private final transient JustGone justGone;
  private transient volatile Known known;

  SiteFilter(Supplier<SettingsValues> settings, Audit audit, AskedAgain again) {
    this.settings = settings;
    this.audit = audit;
    this.justGone = new JustGone(again);
    this.known = knownBy(settings.get());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      answer(request, response, chain);
    } catch (IOException e) {
      PeerGone.orThrow(e, request);
    } catch (ServletException e) {
      PeerGone.orThrow(e, request);
    } catch (RuntimeException e) {
      PeerGone.orThrow(e, request);
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      justGone.pass(request, response, chain); // all else was looked at when it came
      return;
    }
    Sites sites = sites();
    SecureHeaders.set(response);
    try {
      sites.check(request);
      refuseTrace(request);
    } catch (RuntimeException e) {
      if (!AuditedOperation.looks(request.getMethod())) {
        audit.note(
            AuditEntry.refused(
                OpenOperations.anybody(request),
                SURFACE,
                request.getMethod(),
                request.getRequestURI(),
                Problems.code(e)));
      }
      Answers.problem(request, response, e);
      return;
    }
    Cors cors = new Cors(sites);
    if (Cors.isPreflight(request)) {
      cors.preflight(request, response);
      return;
    }
    cors.answer(request, response);
    justGone.pass(request, response, chain);
  }

  @SuppressWarnings("ReferenceEquality") // asked for each request
  private Sites sites() {
    SettingsValues now = settings.get();
    Known last = known;
    if (last.settings() != now) {
      last = knownBy(now);
      known = last;
    }
    return last.sites();
  }

  private static Known knownBy(SettingsValues settings) {
    return new Known(settings, HostSettings.sites(settings));
  }

  /** It would send back the credentials that the browser added. */
  private static void refuseTrace(HttpServletRequest request) {
    if (request.getMethod().equals("TRACE")) {
      throw new Refused(405, "METHOD_NOT_ALLOWED", "TRACE is not answered here");
    }
  }
}
