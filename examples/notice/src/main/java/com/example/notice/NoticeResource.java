package com.example.notice;

import io.fairlead.kernel.settings.SettingsSchema;
import io.fairlead.rest.IfMatch;
import io.fairlead.rest.Replies;
import io.fairlead.rest.RequestSettings;
import io.fairlead.rest.Rest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The notice at /api/v1/notice. */
@Component(service = {NoticeResource.class, RequestSettings.class})
@Rest("notice")
@Path("/notice")
@Produces(MediaType.APPLICATION_JSON)
public final class NoticeResource implements RequestSettings {

  private final NoticeBoard board;

  @Activate
  public NoticeResource(@Reference NoticeBoard board) {
    this.board = board;
  }

  @GET
  @Operation(operationId = "notice", summary = "What operators leave for each other")
  public Response notice() {
    Notice notice = board.notice();
    return Replies.ok(notice, notice.revision());
  }

  @PUT
  @Operation(operationId = "updateNotice", summary = "Changes the notice")
  public Response update(Map<String, Object> body, @HeaderParam("If-Match") String ifMatch) {
    Optional<String> builtOn =
        IfMatch.of(ifMatch).revision(() -> Optional.of(board.notice().revision()));
    Notice notice = board.update(body, builtOn);
    return Replies.changed(notice, notice.revision(), notice.applied(), "/notice");
  }

  /** For the OpenAPI document: which fields the body has. */
  @Override
  public Map<String, SettingsSchema> requestSettings() {
    return Map.of("updateNotice", NoticeBoard.SCHEMA);
  }
}
