package dev.tagout.exporter.siem;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression of Splunk's eval with what ours use: case, coalesce, lower, mvindex, mvfind, true,
 * {@code ==}, AND, OR, texts, numbers and fields, in single quotes where their names have dots.
 * Anything else is refused. A value is a list, empty for null.
 */
final class SplunkEval {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(\"[^\"]*\"|'[^']*'|==|[(),]|[A-Za-z_]\\w*|\\d+)");

  private final List<String> tokens = new ArrayList<>();
  private final Map<String, List<String>> fields;
  private final String expression;
  private int at;

  SplunkEval(String expression, Map<String, List<String>> fields) {
    this.expression = expression;
    this.fields = fields;
    Matcher token = TOKEN.matcher(expression);
    int end = 0;
    while (end < expression.length()) {
      if (!token.find(end) || token.start() != end) {
        throw new IllegalStateException("not known here: " + expression.substring(end));
      }
      tokens.add(token.group(1));
      end = token.end();
    }
  }

  List<String> value() {
    List<String> value = or();
    if (at != tokens.size()) {
      throw new IllegalStateException("more than an expression: " + expression);
    }
    return value;
  }

  private List<String> or() {
    List<String> left = and();
    while (take("OR")) {
      List<String> right = and();
      left = truth(isTrue(left) | isTrue(right));
    }
    return left;
  }

  private List<String> and() {
    List<String> left = comparison();
    while (take("AND")) {
      List<String> right = comparison();
      left = truth(isTrue(left) & isTrue(right));
    }
    return left;
  }

  private List<String> comparison() {
    List<String> left = operand();
    if (take("==")) {
      List<String> right = operand();
      return truth(!left.isEmpty() && left.equals(right));
    }
    return left;
  }

  private List<String> operand() {
    String token = tokens.get(at++);
    if (token.startsWith("\"")) {
      return List.of(token.substring(1, token.length() - 1));
    }
    if (token.startsWith("'")) {
      return fields.getOrDefault(token.substring(1, token.length() - 1), List.of());
    }
    if (Character.isDigit(token.charAt(0))) {
      return List.of(token);
    }
    return take("(") ? call(token, arguments()) : fields.getOrDefault(token, List.of());
  }

  private List<List<String>> arguments() {
    List<List<String>> arguments = new ArrayList<>();
    if (take(")")) {
      return arguments;
    }
    do {
      arguments.add(or());
    } while (take(","));
    if (!take(")")) {
      throw new IllegalStateException("no end of arguments: " + expression);
    }
    return arguments;
  }

  private List<String> call(String function, List<List<String>> arguments) {
    return switch (function) {
      case "true" -> truth(true);
      case "lower" -> arguments.getFirst().stream().map(v -> v.toLowerCase(Locale.ROOT)).toList();
      case "coalesce" -> arguments.stream().filter(v -> !v.isEmpty()).findFirst().orElse(List.of());
      case "case" -> {
        for (int i = 0; i < arguments.size(); i += 2) {
          if (isTrue(arguments.get(i))) {
            yield arguments.get(i + 1);
          }
        }
        yield List.of();
      }
      case "mvindex" -> {
        List<String> values = arguments.get(0);
        if (arguments.get(1).isEmpty()) {
          yield List.of();
        }
        int index = Integer.parseInt(arguments.get(1).getFirst());
        yield index < values.size() ? List.of(values.get(index)) : List.of();
      }
      case "mvfind" -> {
        Pattern wanted = Pattern.compile(arguments.get(1).getFirst());
        for (int i = 0; i < arguments.get(0).size(); i++) {
          if (wanted.matcher(arguments.get(0).get(i)).find()) {
            yield List.of(Integer.toString(i));
          }
        }
        yield List.of();
      }
      default -> throw new IllegalStateException("a function that is not known here: " + function);
    };
  }

  private boolean take(String token) {
    if (at < tokens.size() && tokens.get(at).equals(token)) {
      at++;
      return true;
    }
    return false;
  }

  private static List<String> truth(boolean value) {
    return List.of(Boolean.toString(value));
  }

  private static boolean isTrue(List<String> value) {
    return value.equals(List.of("true"));
  }
}
