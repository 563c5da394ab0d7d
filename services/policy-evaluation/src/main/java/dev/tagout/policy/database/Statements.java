package dev.tagout.policy.database;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Statements on one connection. Parameters are bound by position: instants as {@code timestamptz},
 * collections as {@code text[]}, JSON as text that the statement casts.
 */
public final class Statements {
  private final Connection connection;
  private final Deadline deadline;

  Statements(Connection connection) {
    this(connection, null);
  }

  /**
   * @param deadline of all of them, in one transaction; null: there is none
   */
  Statements(Connection connection, Deadline deadline) {
    this.connection = connection;
    this.deadline = deadline;
  }

  /** How many rows it changed. */
  public int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** All rows. */
  public <T> List<T> rows(String sql, Row<T> row, Object... parameters) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(row.of(result));
      }
    }
    return rows;
  }

  /** The first row, if there is one. */
  public <T> Optional<T> first(String sql, Row<T> row, Object... parameters) throws SQLException {
    return rows(sql, row, parameters).stream().findFirst();
  }

  /** The first column of the only row, which is JSON. */
  public JsonNode json(String sql, Object... parameters) throws SQLException {
    String text =
        first(sql, row -> Optional.ofNullable(row.getString(1)), parameters)
            .flatMap(value -> value)
            .orElse("null");
    return Json.tree(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An enum as it is spelled in JSON, which is how functions of the database spell it. */
  public static String word(Enum<?> constant) {
    return constant == null ? null : Json.toTree(constant).asText();
  }

  private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    if (deadline != null) {
      deadline.hold(connection);
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, bindable(parameters[i]));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private Object bindable(Object parameter) throws SQLException {
    return switch (parameter) {
      case null -> null;
      case Instant instant -> instant.atOffset(ZoneOffset.UTC);
      case Collection<?> texts ->
          connection.createArrayOf("text", texts.stream().map(String::valueOf).toArray());
      case JsonNode json -> Json.text(json);
      case Enum<?> constant -> constant.name();
      case String text -> text;
      case Number number -> number;
      case Boolean bool -> bool;
      case byte[] bytes -> bytes;
      default -> parameter.toString();
    };
  }

  /** Reads one row. */
  @FunctionalInterface
  public interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }
}
