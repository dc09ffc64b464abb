package io.fairlead.pool;

import static org.junit.Assert.assertEquals;

import io.fairlead.traffic.pool.PoolView;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;

public class PoolSchemaTest {

  /** Else a pool could not be put back as it was got. */
  @Test
  public void whatAPoolShowsIsASettingOrKnownToBeShownOnly() {
    Set<String> known = new TreeSet<>(PoolSchema.SHOWN);
    PoolSchema.SCHEMA.settings().forEach(each -> known.add(each.name().replaceAll("\\..*", "")));
    List<String> unknown =
        Arrays.stream(PoolView.class.getRecordComponents())
            .map(RecordComponent::getName)
            .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
            .filter(name -> !known.contains(name))
            .toList();
    assertEquals(List.of(), unknown);
  }
}
