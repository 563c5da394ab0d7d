package dev.tagout.policy.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets an OPA server evaluate a pack. The pack is pushed under names that nobody has used before
 * ({@link RegoNamespace}) and is asked only when all of it is there; what was pushed is never
 * changed. So no decision is made by half of a pack, and several revisions and replicas share a
 * server. The last module pushed states the revision and is what is asked: a server that states
 * none has lost the pack, and gets it anew under another name.
 *
 * <p>What was pushed is deleted when the engine is closed, or is not used by anybody any more.
 */
public final class OpaServerEngine implements PolicyEngine {
  private static final Cleaner CLEANER = Cleaner.create();

  /** Enough for the server to have opened its connections and prepared the query. */
  private static final int WARM_UP = 20;

  private final OpaServer server;
  private final String revision;
  private final SortedMap<String, String> modules;
  private final JsonNode data;
  private final Pushed pushed;
  private final Cleaner.Cleanable cleanable;
  private final ReentrantLock pushing = new ReentrantLock();
  private volatile RegoNamespace current;

  /**
   * Pushes the pack.
   *
   * @param modules the Rego, by path
   * @throws OpaServerException when the server gives no answer
   * @throws IllegalArgumentException when the server, or this engine, cannot take the pack
   */
  public OpaServerEngine(
      OpaServer server, String revision, SortedMap<String, String> modules, JsonNode data) {
    this.server = server;
    this.revision = revision;
    this.modules = modules;
    this.data = data;
    this.pushed = new Pushed(server);
    this.cleanable = CLEANER.register(this, pushed);
    try {
      this.current = push();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public Evaluation warmUp(JsonNode input, int times) {
    Evaluation last = evaluate(input);
    for (int i = 1; i < Math.min(times, WARM_UP) && last instanceof Evaluation.Judged; i++) {
      last = evaluate(input);
    }
    return last;
  }

  @Override
  public Evaluation evaluate(JsonNode input) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("input", input);
    byte[] json = Json.bytes(body);
    try {
      RegoNamespace asked = current;
      Evaluation evaluation = ask(asked, json);
      if (evaluation == null) {
        evaluation = ask(again(asked), json);
      }
      return evaluation == null
          ? new Evaluation.Undecided("the OPA server does not have the policies")
          : evaluation;
    } catch (OpaServerException | IllegalArgumentException e) {
      return new Evaluation.Undecided(firstLine(e.getMessage()));
    }
  }

  /** Null when the server does not have the pack under these names. */
  private Evaluation ask(RegoNamespace names, byte[] body) {
    OpaServer.Answer answer = server.ask(names.root("engine"), body);
    if (!answer.isSuccess()) {
      return new Evaluation.Undecided("the evaluation failed: " + complaint(answer));
    }
    JsonNode result;
    try {
      result = Json.tree(answer.body()).path("result");
    } catch (ContractViolation e) {
      return new Evaluation.Undecided("the OPA server's answer is malformed: " + e.getMessage());
    }
    if (!result.has("revision")) {
      return null;
    }
    if (!result.get("revision").asText().equals(revision)) {
      return new Evaluation.Undecided("the OPA server answers by another revision");
    }
    JsonNode decision = result.path("decision");
    return decision.isObject()
        ? EvaluationResult.read(decision)
        : new Evaluation.Undecided("the policies gave no answer");
  }

  private RegoNamespace again(RegoNamespace lost) {
    pushing.lock();
    try {
      if (current.equals(lost)) {
        current = push();
      }
      return current;
    } finally {
      pushing.unlock();
    }
  }

  private RegoNamespace push() {
    RegoNamespace names =
        new RegoNamespace(UUID.randomUUID().toString().replace("-", "").substring(0, 16));
    names
        .data(data)
        .forEach(
            (root, document) -> {
              pushed.document(root);
              require(server.putData(root, Json.bytes(document)), "data");
            });
    List<Map.Entry<String, String>> left = new ArrayList<>(modules.entrySet());
    // What the rules call stands outside of them.
    left.sort(Comparator.comparing(module -> module.getKey().contains("/rules/")));
    String complaint = "";
    // A module that calls a function of another is refused until that is there.
    for (int before = -1; !left.isEmpty() && before != left.size(); ) {
      before = left.size();
      List<Map.Entry<String, String>> refused = new ArrayList<>();
      for (Map.Entry<String, String> module : left) {
        OpaServer.Answer answer = putModule(names, module.getKey(), module.getValue());
        if (!answer.isSuccess()) {
          refused.add(module);
          complaint = module.getKey() + ": " + complaint(answer);
        }
      }
      left = refused;
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("the OPA server refuses " + complaint);
    }
    require(
        putModule(
            names,
            "engine.rego",
            """
            package engine

            revision := %s

            decision := data.tagout.answer
            """
                .formatted(Json.text(revision))),
        "engine.rego");
    return names;
  }

  private OpaServer.Answer putModule(RegoNamespace names, String path, String rego) {
    String moved;
    try {
      moved = names.module(rego);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path + " " + e.getMessage());
    }
    String id = names.root("tagout") + "/" + path.replaceFirst("^/", "");
    pushed.module(id);
    return server.putModule(id, moved);
  }

  private static void require(OpaServer.Answer answer, String what) {
    if (!answer.isSuccess()) {
      throw new IllegalArgumentException(
          "the OPA server refuses " + what + ": " + complaint(answer));
    }
  }

  /** OPA's errors are {@code {"code": …, "message": …, "errors": [{"message": …}]}}. */
  private static String complaint(OpaServer.Answer answer) {
    try {
      JsonNode body = Json.tree(answer.body());
      JsonNode first = body.path("errors").path(0);
      String code = first.path("code").asText(body.path("code").asText("HTTP " + answer.status()));
      return firstLine(code + " " + first.path("message").asText(body.path("message").asText("")));
    } catch (ContractViolation e) {
      return "HTTP " + answer.status();
    }
  }

  private static String firstLine(String text) {
    return String.valueOf(text).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    cleanable.clean();
  }

  /** What is to be deleted; it must not know the engine, lest that never become garbage. */
  private static final class Pushed implements Runnable {
    private final OpaServer server;
    private final List<String> modules = new ArrayList<>();
    private final List<String> documents = new ArrayList<>();

    Pushed(OpaServer server) {
      this.server = server;
    }

    synchronized void module(String id) {
      if (!modules.contains(id)) {
        modules.add(id);
      }
    }

    synchronized void document(String root) {
      documents.add(root);
    }

    /**
     * The last first: what calls another goes before it. What cannot be deleted stays until the
     * server starts anew, and costs memory only.
     */
    @Override
    public synchronized void run() {
      try {
        for (boolean some = true; some; ) {
          some = false;
          for (String id : List.copyOf(modules).reversed()) {
            if (server.deleteModule(id).status() != 400) {
              modules.remove(id);
              some = true;
            }
          }
        }
        documents.forEach(server::deleteData);
      } catch (OpaServerException e) {
        System.getLogger(OpaServerEngine.class.getName())
            .log(System.Logger.Level.DEBUG, "not deleted from the OPA server", e);
      }
      modules.clear();
      documents.clear();
    }
  }
}
