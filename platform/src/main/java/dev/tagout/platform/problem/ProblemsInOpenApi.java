package dev.tagout.platform.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * What is true of every operation of every service, written into its OpenAPI document so that no
 * resource has to say it: errors are problem documents, what takes a parameter or a body refuses a
 * wrong one with 400, and what takes a bearer token refuses whoever shows none with 401. An
 * operation's tag is the collection that its path begins with.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ProblemsInOpenApi implements OASFilter {
  private static final String SCHEMA = "Problem";
  private static final String PREFIX = "/v1/";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    if (document.getComponents() == null) {
      document.setComponents(OASFactory.createComponents());
    }
    document.getComponents().addSchema(SCHEMA, problem());
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations().values().forEach(operation -> complete(path, operation)));
  }

  private static void complete(String path, Operation operation) {
    if (path.startsWith(PREFIX)) {
      operation.setTags(List.of(path.substring(PREFIX.length()).replaceFirst("/.*", "")));
    }
    APIResponses responses = operation.getResponses();
    boolean takesSomething =
        operation.getRequestBody() != null
            || operation.getParameters() != null && !operation.getParameters().isEmpty();
    if (takesSomething) {
      addUnlessSaid(
          responses, "400", "a parameter or the body is wrong; field says which, where it is one");
    }
    if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
      addUnlessSaid(responses, "401", "it takes a bearer token");
    }
    addUnlessSaid(
        responses,
        APIResponses.DEFAULT,
        "what may happen to any request: 401 for a token that is not valid, 503 while something is"
            + " away that the answer needs, 500 for a fault of ours");
    responses
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              if (isError(status) && response.getContent() == null) {
                response.setContent(
                    OASFactory.createContent()
                        .addMediaType(
                            Problem.MEDIA_TYPE,
                            OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(SCHEMA))));
              }
            });
  }

  private static boolean isError(String status) {
    return status.equals(APIResponses.DEFAULT) || status.startsWith("4") || status.startsWith("5");
  }

  private static void addUnlessSaid(APIResponses responses, String status, String description) {
    APIResponse said = responses.getAPIResponse(status);
    if (said == null) {
      responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description));
    } else if (said.getDescription() == null || said.getDescription().isBlank()) {
      said.setDescription(description);
    }
  }

  private static Schema problem() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .description("A problem document (RFC 9457)")
        .required(List.of("type", "title", "status", "detail", "code"))
        .addProperty("type", text("a URI reference that names the kind of problem; made from code"))
        .addProperty("title", text("the kind in words, the same each time"))
        .addProperty(
            "status",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .description("the HTTP status code"))
        .addProperty("detail", text("what is wrong this time, for a person"))
        .addProperty("code", text("stable, for a program"))
        .addProperty("field", text("path of the field that is wrong, where one is"));
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }
}
