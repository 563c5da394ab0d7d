package dev.tagout.lab.infrastructure;

/** A PostgreSQL server that may be taken away for a while. */
interface SqlServer {

  /** Creates the database unless it exists. The server must run. */
  Database database(String name);

  /** Comes back when it serves. Does nothing when it runs. */
  void start();

  /** Takes it away; what it holds stays. Does nothing when it is away. */
  void stop();
}
