package com.example.notice;

import io.fairlead.graphql.spi.Argument;
import io.fairlead.graphql.spi.FragmentBuilder;
import io.fairlead.graphql.spi.GraphqlFragment;
import io.fairlead.graphql.spi.SettingsInput;
import io.fairlead.graphql.spi.Shape;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The same in GraphQL, under the same names. */
@Component
public final class NoticeFragment implements GraphqlFragment {

  private static final Shape NOTICE = Shape.of(Notice.class).required();
  private static final SettingsInput INPUT =
      new SettingsInput("NoticeInput", NoticeBoard.SCHEMA, Map.of());

  private final NoticeBoard board;

  @Activate
  public NoticeFragment(@Reference NoticeBoard board) {
    this.board = board;
  }

  @Override
  public void describe(FragmentBuilder fragment) {
    fragment
        .query("notice", NOTICE, "What operators leave for each other.", asked -> board.notice())
        .mutation(
            "updateNotice",
            NOTICE,
            "Changes the notice; a field left out keeps its value.",
            asked ->
                INPUT.apply(
                    asked.object("notice"),
                    fields -> board.update(fields, asked.optionalText("ifMatch"))),
            Argument.of("notice", INPUT.shape().required()),
            Argument.of("ifMatch", Shape.STRING));
  }
}
