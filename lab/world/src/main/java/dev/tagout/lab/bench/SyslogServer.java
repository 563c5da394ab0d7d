package dev.tagout.lab.bench;

import dev.tagout.lab.infrastructure.ChildProcess;
import dev.tagout.lab.infrastructure.Port;
import dev.tagout.lab.world.WorldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's rsyslogd with gtls, as it is but for what it writes and how long a message may be. */
final class SyslogServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/rsyslogd");

  private final Path directory;
  private final int port = Port.free();
  private ChildProcess process;

  /**
   * Makes certificates; starts nothing yet.
   *
   * @throws WorldException when rsyslog is not installed
   */
  SyslogServer(Path directory) throws InterruptedException {
    this.directory = directory;
    if (!Files.isExecutable(PROGRAM)) {
      throw new WorldException("rsyslogd is missing: install rsyslog and rsyslog-gnutls.");
    }
    try {
      Files.createDirectories(directory);
      run(
          "openssl",
          "req",
          "-x509",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:P-256",
          "-nodes",
          "-days",
          "2",
          "-subj",
          "/CN=bench",
          "-addext",
          "subjectAltName=IP:127.0.0.1",
          "-keyout",
          "key.pem",
          "-out",
          "cert.pem");
      Files.writeString(
          directory.resolve("rsyslog.conf"),
          """
          global(workDirectory="%1$s"
                 defaultNetstreamDriverCAFile="%1$s/cert.pem"
                 defaultNetstreamDriverCertFile="%1$s/cert.pem"
                 defaultNetstreamDriverKeyFile="%1$s/key.pem")
          module(load="imtcp")
          template(name="message" type="string" string="%%msg%%\\n")
          ruleset(name="siem") { action(type="omfile" file="%1$s/out.log" template="message") }
          input(type="imtcp" address="127.0.0.1" port="%2$d" ruleset="siem"
                streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
          """
              .formatted(directory, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new WorldException(command[0] + " failed, see " + directory.resolve("openssl.log"));
    }
  }

  void start() {
    process =
        ChildProcess.start(
            "rsyslogd",
            List.of(PROGRAM.toString(), "-n", "-iNONE", "-f", directory + "/rsyslog.conf"),
            Map.of(),
            directory.resolve("rsyslogd.log"));
  }

  /** Ends it as a crash does. */
  void kill() {
    process.kill();
  }

  int port() {
    return port;
  }

  Path certificate() {
    return directory.resolve("cert.pem");
  }

  /** What it has written, a line for each message. */
  Path out() {
    return directory.resolve("out.log");
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
