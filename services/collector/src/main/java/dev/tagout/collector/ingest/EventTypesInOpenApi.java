package dev.tagout.collector.ingest;

import dev.tagout.contracts.event.EventType;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Writes the types of events into the OpenAPI document, so that no second list of them is kept. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class EventTypesInOpenApi implements OASFilter {
  @Override
  public void filterOpenAPI(OpenAPI openApi) {
    Schema type = openApi.getComponents().getSchemas().get("Event").getProperties().get("type");
    Arrays.stream(EventType.values()).map(EventType::wireName).forEach(type::addEnumeration);
  }
}
