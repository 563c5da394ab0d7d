package dev.tagout.simulator.stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One reader of the stream; what it was told, and the state that it makes of that. */
final class StreamReading implements AutoCloseable {
  private final List<JsonNode> lines = new CopyOnWriteArrayList<>();
  private final InputStream body;
  private volatile boolean ended;

  private StreamReading(InputStream body) {
    this.body = body;
  }

  static StreamReading of(HttpClient client, URI stream) throws Exception {
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(stream).build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("status " + response.statusCode());
    }
    StreamReading reading = new StreamReading(response.body());
    Thread.startVirtualThread(reading::read);
    return reading;
  }

  boolean hasEnded() {
    return ended;
  }

  /** The lines of that kind so far. */
  List<JsonNode> lines(String kind) {
    return lines.stream().filter(line -> line.path("line").asText().equals(kind)).toList();
  }

  /** The events about that VM, as the last word but one of their type. */
  List<String> told(String vm) {
    return events(vm).stream().map(event -> event.path("type").asText().split("\\.")[3]).toList();
  }

  List<JsonNode> events(String vm) {
    return lines("event").stream()
        .filter(event -> event.path("subject").asText().equals("simulator:" + vm))
        .toList();
  }

  /**
   * State by VM as {@code <host> <instance>}, instance {@code null} when off. An event that does
   * not fit the state before it, as a lost or doubled one would not, is an error.
   */
  Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    for (JsonNode line : lines) {
      switch (line.path("line").asText()) {
        case "listing" ->
            line.path("hosts")
                .forEach(
                    host ->
                        host.path("vms")
                            .forEach(
                                vm ->
                                    state.put(
                                        vm.path("id").asText(),
                                        host.path("id").asText()
                                            + " "
                                            + vm.path("instance").asText("null"))));
        case "event" -> apply(line, state);
        default -> {
          // a heart-beat
        }
      }
    }
    return state;
  }

  private static void apply(JsonNode event, Map<String, String> state) {
    String vm = event.path("subject").asText();
    JsonNode data = event.path("data");
    String host = data.path("host").asText();
    String before = state.get(vm);
    switch (event.path("type").asText().split("\\.")[3]) {
      case "defined" -> state.putIfAbsent(vm, host + " null");
      case "started" -> {
        require(event, before, (host + " null").equals(before));
        state.put(vm, host + " " + data.path("instance").asText());
      }
      case "stopped" -> {
        require(
            event,
            before,
            before != null && before.startsWith(host + " ") && !before.endsWith(" null"));
        state.put(vm, host + " null");
      }
      case "migrated" -> {
        String instance = data.path("instance").asText();
        require(event, before, (data.path("from").asText() + " " + instance).equals(before));
        state.put(vm, data.path("to").asText() + " " + instance);
      }
      case "removed" -> state.remove(vm);
      default -> {
        // of a host
      }
    }
  }

  private static void require(JsonNode event, String before, boolean fits) {
    if (!fits) {
      throw new AssertionError(event + " does not fit " + before);
    }
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Json.tree(line.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      // ended by either side
    } finally {
      ended = true;
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
