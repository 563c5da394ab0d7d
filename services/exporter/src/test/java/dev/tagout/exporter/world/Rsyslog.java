package dev.tagout.exporter.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.contracts.json.Json;
import dev.tagout.lab.infrastructure.ChildProcess;
import dev.tagout.lab.infrastructure.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's rsyslogd with its defaults, which writes what it gets to a file: TLS by gtls, or plain
 * TCP, octet counting.
 */
public final class Rsyslog implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/rsyslogd");

  private final Path directory;
  private final int tlsPort = Port.free();
  private final int tcpPort = Port.free();
  private ChildProcess process;

  /** Starts nothing yet. */
  public Rsyslog(Path directory) {
    this.directory = directory;
    boolean there = Files.isExecutable(PROGRAM) && gtls();
    if (!there && System.getenv("CI") != null) {
      throw new IllegalStateException("rsyslog and rsyslog-gnutls are not installed");
    }
    Assumptions.assumeTrue(there, "rsyslog and rsyslog-gnutls are not installed");
  }

  private static boolean gtls() {
    try (Stream<Path> libraries = Files.walk(Path.of("/usr/lib"), 3)) {
      return libraries.anyMatch(path -> path.endsWith("rsyslog/lmnsd_gtls.so"));
    } catch (IOException e) {
      return false;
    }
  }

  public int tlsPort() {
    return tlsPort;
  }

  public int tcpPort() {
    return tcpPort;
  }

  /**
   * Starts it, and does not wait.
   *
   * @param mode of authentication: {@code anon}, or {@code x509/certvalid} for clients that show a
   *     certificate
   */
  public void start(Certificates certificates, String name, String mode) {
    Path configuration = directory.resolve("rsyslog.conf");
    try {
      Files.createDirectories(directory);
      Files.writeString(
          configuration,
          """
          global(workDirectory="%1$s"
                 defaultNetstreamDriverCAFile="%2$s"
                 defaultNetstreamDriverCertFile="%3$s"
                 defaultNetstreamDriverKeyFile="%4$s")
          module(load="imtcp")
          template(name="jsonl" type="list") {
            constant(value="{\\"app\\":\\"") property(name="app-name" format="json")
            constant(value="\\",\\"msgid\\":\\"") property(name="msgid" format="json")
            constant(value="\\",\\"pri\\":\\"") property(name="pri")
            constant(value="\\",\\"time\\":\\"") property(name="timereported" dateFormat="rfc3339")
            constant(value="\\",\\"sd\\":\\"") property(name="structured-data" format="json")
            constant(value="\\",\\"msg\\":\\"") property(name="msg" format="json") constant(value="\\"}\\n") }
          ruleset(name="siem") { action(type="omfile" file="%1$s/out.jsonl" template="jsonl") }
          input(type="imtcp" address="127.0.0.1" port="%5$d" ruleset="siem")
          input(type="imtcp" address="127.0.0.1" port="%6$d" ruleset="siem"
                streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="%7$s")
          """
              .formatted(
                  directory,
                  certificates.authority(),
                  certificates.certificate(name),
                  certificates.key(name),
                  tcpPort,
                  tlsPort,
                  mode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process =
        ChildProcess.start(
            "rsyslogd",
            List.of(PROGRAM.toString(), "-n", "-iNONE", "-f", configuration.toString()),
            Map.of(),
            directory.resolve("rsyslog.log"));
  }

  /** Ends it at once, as a crash does. */
  public void kill() {
    process.kill();
  }

  /** Of a line that it was writing when it was killed, as a site's log rotation would find it. */
  public void removeTornLine() {
    Path out = directory.resolve("out.jsonl");
    try {
      if (Files.exists(out)) {
        String text = Files.readString(out, StandardCharsets.UTF_8);
        Files.writeString(out, text.substring(0, text.lastIndexOf('\n') + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it stand still. */
  public void pause() {
    process.pause();
  }

  /** Lets it go on. */
  public void resume() {
    process.resume();
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }

  /** What it said. */
  public String log() {
    try {
      return Files.readString(directory.resolve("rsyslog.log"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The messages that it wrote, in order; a last line without an end is none yet. */
  public List<Message> messages() {
    Path out = directory.resolve("out.jsonl");
    try {
      if (!Files.exists(out)) {
        return List.of();
      }
      String text = Files.readString(out, StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Message::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One message, as rsyslog understood it. */
  public record Message(
      String app, String msgid, int priority, String time, String structuredData, String text) {
    static Message of(String line) {
      JsonNode json = Json.tree(line.getBytes(StandardCharsets.UTF_8));
      return new Message(
          json.get("app").textValue(),
          json.get("msgid").textValue(),
          json.get("pri").asInt(),
          json.get("time").textValue(),
          json.get("sd").textValue(),
          json.get("msg").textValue().strip());
    }

    /** The text as JSON; fails when it is none. */
    public JsonNode json() {
      return Json.tree(text.getBytes(StandardCharsets.UTF_8));
    }

    public String id() {
      return json().path("metadata").path("uid").textValue();
    }
  }
}
