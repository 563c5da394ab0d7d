package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives the packages and data of one revision names of their own, so that several revisions live in
 * one OPA server beside each other: {@code data.tagout.times} becomes {@code
 * data.tagout_<suffix>.times}. Only the first part of a path changes, and only by an appendix: what
 * {@code rego.metadata.chain()} says keeps its length.
 *
 * @param suffix letters, digits and {@code _}
 */
record RegoNamespace(String suffix) {
  /**
   * What Rego consists of, as far as it matters: comments and strings, in which nothing is changed,
   * and names.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<skip>#[^\\n]*|\"(?:[^\"\\\\\\n]|\\\\.)*\"|`[^`]*`)"
              + "|(?<interpolated>\\$[\"`])"
              + "|(?<!\\.)\\bpackage\\s+(?<package>[A-Za-z_]\\w*)"
              + "|(?<import>\\bimport\\s+data\\.(?<single>[A-Za-z_]\\w*))(?=\\s*(?:\\n|\\r|$|#|;))"
              + "|(?<![.\\w])data(?:\\.(?<field>[A-Za-z_]\\w*)|\\[\"(?<key>[^\"\\\\]*)\"])"
              + "|(?<bare>(?<![.\\w])data\\b)");

  RegoNamespace {
    if (!suffix.matches("\\w+")) {
      throw new IllegalArgumentException("no suffix of a name: " + suffix);
    }
  }

  /** The name of a package's or a document's first part. */
  String root(String name) {
    return name + "_" + suffix;
  }

  /**
   * @throws IllegalArgumentException when it refers to all data at once, which nobody can divide
   */
  String module(String rego) {
    Matcher token = TOKEN.matcher(rego);
    StringBuilder moved = new StringBuilder();
    while (token.find()) {
      token.appendReplacement(moved, Matcher.quoteReplacement(moved(token, rego)));
    }
    return token.appendTail(moved).toString();
  }

  private String moved(Matcher token, String rego) {
    String text = token.group();
    if (token.group("skip") != null) {
      return text;
    }
    if (token.group("package") != null) {
      return "package " + root(token.group("package"));
    }
    if (token.group("import") != null) {
      // The last part is the name by which the module knows it.
      String name = token.group("single");
      return "import data." + root(name) + " as " + name;
    }
    if (token.group("field") != null) {
      return "data." + root(token.group("field"));
    }
    if (token.group("key") != null) {
      return "data[\"" + root(token.group("key")) + "\"]";
    }
    long line = 1 + rego.substring(0, token.start()).chars().filter(c -> c == '\n').count();
    throw new IllegalArgumentException(
        "line "
            + line
            + (token.group("bare") != null
                ? ": refers to all of data, not to one document in it"
                : ": has an interpolated string"));
  }

  /** A bundle's data by the path of its document, moved as the modules are. */
  Map<String, JsonNode> data(JsonNode data) {
    Map<String, JsonNode> moved = new TreeMap<>();
    data.properties().forEach(entry -> moved.put(root(entry.getKey()), entry.getValue()));
    return moved;
  }
}
