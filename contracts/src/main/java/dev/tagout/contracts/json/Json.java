package dev.tagout.contracts.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one JSON codec of everything that crosses a process boundary. Unknown fields are kept apart,
 * unknown enum values become {@code UNRECOGNIZED}, a missing field is a {@link ContractViolation}
 * that names it. Instants are RFC 3339 text between {@link InstantText#EARLIEST} and {@link
 * InstantText#LATEST}, durations ISO 8601 text. Absent values are left out.
 */
public final class Json {
  private static final String UNKNOWN = "unknown-fields";

  /** Deep enough for every contract; a bomb of brackets ends here. */
  private static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(
              new SimpleModule("tagout")
                  .addDeserializer(Instant.class, new InstantText())
                  .addDeserializer(Duration.class, new DurationText()))
          // A fact is what its sender wrote: "severity": 3 is not the fourth severity, and neither
          // 1 nor "true" is a truth value.
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(
              SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
              SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .addHandler(new KeepApart())
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
  }

  private Json() {}

  /** The mapper itself, for frameworks that want one. Not to be changed. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /**
   * @throws ContractViolation when the bytes are no JSON or not of this type
   */
  public static <T> Decoded<T> decode(byte[] json, Class<T> type) {
    Map<String, JsonNode> unknown = new LinkedHashMap<>();
    Require.present(json, "$");
    try {
      T value = MAPPER.readerFor(type).withAttribute(UNKNOWN, unknown).readValue(json);
      return new Decoded<>(Require.present(value, "$"), unknown);
    } catch (IOException e) {
      throw violation(e);
    }
  }

  /** As {@link #decode}, for callers that have no use for unknown fields. */
  public static <T> T read(byte[] json, Class<T> type) {
    return decode(json, type).value();
  }

  /** As {@link #read(byte[], Class)}, from text. */
  public static <T> T read(String json, Class<T> type) {
    return read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
  }

  /**
   * @throws ContractViolation when the bytes are no JSON
   */
  public static JsonNode tree(byte[] json) {
    Require.present(json, "$");
    try {
      JsonNode tree = MAPPER.readTree(json);
      if (tree.isMissingNode()) {
        throw new ContractViolation("$", "is empty");
      }
      return tree;
    } catch (IOException e) {
      throw violation(e);
    }
  }

  /** The value as compact UTF-8 JSON. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
    }
  }

  /** The value as compact JSON text. */
  public static String text(Object value) {
    return new String(bytes(value), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** The value as a tree. */
  public static JsonNode toTree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * @throws ContractViolation when the tree is not of this type
   */
  public static <T> T fromTree(JsonNode tree, Class<T> type) {
    try {
      return Require.present(MAPPER.treeToValue(tree, type), "$");
    } catch (JsonProcessingException e) {
      throw violation(e);
    }
  }

  /** What Jackson has to say, as a violation that names the field. */
  public static ContractViolation violation(IOException e) {
    String path = e instanceof JsonMappingException mapping ? path(mapping.getPath()) : "$";
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof ContractViolation violation) {
        return path.equals("$") ? violation : violation.within(path);
      }
    }
    return new ContractViolation(path, Mismatch.problem(e));
  }

  private static String path(List<JsonMappingException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference r : references) {
      if (r.getFieldName() == null) {
        path.append('[').append(r.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(r.getFieldName());
      }
    }
    return path.isEmpty() ? "$" : path.toString();
  }

  /** Keeps what no contract knows, under its path. */
  private static final class KeepApart extends DeserializationProblemHandler {
    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        JsonDeserializer<?> deserializer,
        Object beanOrClass,
        String name)
        throws IOException {
      // Before the parser moves on, which reading the value does.
      String path = holder(context.getParser(), parser).append(name).toString();
      JsonNode node = context.readTree(parser);
      if (context.getAttribute(UNKNOWN) instanceof Map<?, ?> map) {
        @SuppressWarnings("unchecked")
        Map<String, JsonNode> unknown = (Map<String, JsonNode>) map;
        unknown.put(path, node);
      }
      return true;
    }

    /**
     * The path of the object that holds the field, ready for the field's name. Jackson makes a
     * record when it has seen all of it, so an unknown field often comes from a buffer that does
     * not know where it is; then the position of the real parser tells.
     */
    private static StringBuilder holder(JsonParser real, JsonParser parser) {
      JsonStreamContext position = real.getParsingContext();
      JsonStreamContext above =
          switch (real.currentToken()) {
            // The real parser has left the object.
            case END_OBJECT -> position;
            // It has entered the unknown field's own value.
            case START_OBJECT, START_ARRAY ->
                real == parser ? position.getParent().getParent() : position.getParent();
            default -> position.getParent();
          };
      StringBuilder path = new StringBuilder();
      append(path, above);
      return path.isEmpty() ? path : path.append('.');
    }

    private static void append(StringBuilder path, JsonStreamContext position) {
      if (position == null || position.inRoot()) {
        return;
      }
      append(path, position.getParent());
      if (position.inArray()) {
        path.append('[').append(position.getCurrentIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(position.getCurrentName());
      }
    }
  }
}
