package dev.tagout.contracts.json;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;

/** What is wrong with a value, in the words of JSON: whoever sent it knows none of our classes. */
final class Mismatch {
  private static final int LONGEST = 300;

  private static final Set<Class<?>> TRUTH = Set.of(boolean.class, Boolean.class);
  private static final Set<Class<?>> FRACTIONS =
      Set.of(double.class, Double.class, float.class, Float.class);

  private Mismatch() {}

  /** Without the name of the field. */
  static String problem(IOException e) {
    return switch (e) {
      case MismatchedInputException mismatch when isOfType(mismatch) ->
          "must be " + wanted(mismatch.getTargetType());
      case ValueInstantiationException ignored -> "is not valid";
      case JsonProcessingException json -> line(json.getOriginalMessage());
      default -> line(e.getMessage());
    };
  }

  /** Others say that something is missing or too much. */
  private static boolean isOfType(MismatchedInputException e) {
    String message = e.getOriginalMessage();
    return message != null && message.startsWith("Cannot ") && e.getTargetType() != null;
  }

  private static String wanted(Class<?> type) {
    if (TRUTH.contains(type)) {
      return "true or false";
    }
    if (FRACTIONS.contains(type)) {
      return "a number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a whole number";
    }
    if (CharSequence.class.isAssignableFrom(type) || type.isEnum() || isWrittenAsText(type)) {
      return "text";
    }
    return type.isArray() || Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  /** As ids are. */
  private static boolean isWrittenAsText(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .anyMatch(m -> m.isAnnotationPresent(JsonValue.class) && m.getReturnType() == String.class);
  }

  private static String line(String text) {
    if (text == null) {
      return "is not readable";
    }
    String line =
        text.replaceAll(" \\(bound as `[^`]*`\\)", "")
            .lines()
            .findFirst()
            .orElse("is not readable");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
