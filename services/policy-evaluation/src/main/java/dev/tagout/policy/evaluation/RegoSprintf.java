package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * {@code sprintf} as OPA has it, which is Go's: {@code %s}, {@code %d}, {@code %v} and {@code %%},
 * with text and numbers. A verb that does not fit its argument prints what Go prints ({@code
 * %!d(string=x)}). The library's own takes a text of digits for a number, and fails on numbers
 * beyond 53 bits.
 *
 * <p>Whatever else Go can do fails the evaluation rather than printing something else: other verbs,
 * width and precision, and arrays and objects, for in WebAssembly a set comes as an array.
 */
final class RegoSprintf {
  private RegoSprintf() {}

  static RegoBuiltin builtin() {
    return RegoBuiltin.of("sprintf", RegoSprintf::print);
  }

  /**
   * @throws IllegalArgumentException for what is not supported
   */
  static JsonNode print(JsonNode format, JsonNode values) {
    if (!format.isTextual() || !values.isArray()) {
      throw new IllegalArgumentException("sprintf: wants text and an array");
    }
    String text = format.textValue();
    StringBuilder printed = new StringBuilder(text.length() + 32);
    int used = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        printed.append(c);
        continue;
      }
      if (++i == text.length()) {
        printed.append("%!(NOVERB)");
        break;
      }
      char verb = text.charAt(i);
      switch (verb) {
        case '%' -> printed.append('%');
        case 's', 'd', 'v' -> {
          if (used == values.size()) {
            printed.append("%!").append(verb).append("(MISSING)");
          } else {
            argument(printed, verb, values.get(used++));
          }
        }
        default -> throw new IllegalArgumentException("sprintf: no support for %" + verb);
      }
    }
    if (used < values.size()) {
      printed.append("%!(EXTRA ");
      for (int i = used; i < values.size(); i++) {
        printed.append(i == used ? "" : ", ").append(type(values.get(i))).append('=');
        argument(printed, 'v', values.get(i));
      }
      printed.append(')');
    }
    return TextNode.valueOf(printed.toString());
  }

  private static void argument(StringBuilder printed, char verb, JsonNode value) {
    String type = type(value);
    String text = text(value);
    boolean fits =
        switch (verb) {
          case 's' -> type.equals("string");
          case 'd' -> type.equals("int64") || type.equals("*big.Int");
          default -> true;
        };
    if (fits) {
      printed.append(text);
    } else if (type.equals("*big.Int")) {
      // Go's big.Int prints itself, and says so in another way.
      printed.append("%!").append(verb).append("(big.Int=").append(text).append(')');
    } else {
      printed
          .append("%!")
          .append(verb)
          .append('(')
          .append(type)
          .append('=')
          .append(text)
          .append(')');
    }
  }

  /** What OPA hands over to Go. */
  private static String type(JsonNode value) {
    if (value.isNumber()) {
      BigInteger integer = integer(value);
      if (integer == null) {
        return "float64";
      }
      return integer.bitLength() < Long.SIZE ? "int64" : "*big.Int";
    }
    if (value.isContainerNode()) {
      throw new IllegalArgumentException("sprintf: no support for arrays, sets and objects");
    }
    return "string";
  }

  private static String text(JsonNode value) {
    if (!value.isNumber()) {
      return value.asText();
    }
    BigInteger integer = integer(value);
    return integer != null ? integer.toString() : shortest(value.doubleValue());
  }

  /** The number when it is written as an integer, else null. */
  private static BigInteger integer(JsonNode value) {
    return value.isIntegralNumber() ? value.bigIntegerValue() : null;
  }

  /** As Go's {@code %v}: the shortest that reads back; an exponent below -4 and from 6 on. */
  private static String shortest(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (decimal.signum() == 0 || (exponent >= -4 && exponent < 6)) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    return (decimal.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
