import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.ChecksumVersion;
import liquibase.Scope;
import liquibase.change.Change;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.ValidatingVisitor;
import liquibase.database.Database;
import liquibase.database.DatabaseConnection;
import liquibase.database.DatabaseFactory;
import liquibase.database.core.SQLiteDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.executor.Executor;
import liquibase.executor.ExecutorService;
import liquibase.executor.LoggingExecutor;
import liquibase.executor.jvm.JdbcExecutor;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.statement.SqlStatement;

/**
 * Asks the reference what it makes of every changeset of some changelogs, one answer file per
 * changelog and dialect: java Changes.java FOLDER file.yaml... writes
 * FOLDER/file.DIALECT.reference. Of file.xml it is FOLDER/file.xml.postgresql.reference.
 *
 * <p>With --offline behind the folder sqlite-live is left out.
 *
 * <p>No database is involved, except in the dialect called sqlite-live: there each case gets a
 * fresh SQLite database in memory on which the changeset `setup` has really run, because the
 * reference cannot render SQLite's rebuilt tables without reading the table first.
 */
public class Changes {
  private static final Map<String, String> OFFLINE = Map.of("sqlite", "offline:sqlite?version=3.40",
      "postgresql", "offline:postgresql?version=15.0", "mysql", "offline:mysql?version=8.0",
      "mariadb", "offline:mariadb?version=10.11");
  private static final String LIVE = "sqlite-live";

  private final ResourceAccessor resources;
  private final String folder;
  private final String file;

  private Changes(Path folder, String file) throws Exception {
    this.folder = folder.toAbsolutePath().normalize().toString();
    this.resources = new DirectoryResourceAccessor(folder.toFile());
    this.file = file;
  }

  public static void main(String[] args) throws Exception {
    Logger.getLogger("liquibase").setLevel(Level.OFF);
    Path folder = Path.of(args[0]);
    List<String> all = new ArrayList<>(OFFLINE.keySet());
    boolean offline = args.length > 1 && args[1].equals("--offline");
    if (!offline) {
      all.add(LIVE);
    }
    for (int i = offline ? 2 : 1; i < args.length; i++) {
      Changes changes = new Changes(folder, args[i]);
      // another format makes no difference between dialects
      boolean isYaml = args[i].endsWith(".yaml");
      for (String dialect : isYaml ? all : List.of("postgresql")) {
        String name = (isYaml ? args[i].replace(".yaml", "") : args[i]) + "." + dialect;
        Files.writeString(folder.resolve(name + ".reference"), changes.answers(dialect));
      }
    }
  }

  /** The answers of one dialect to all changesets. */
  private String answers(String dialect) throws Exception {
    StringBuilder text = new StringBuilder();
    if (dialect.equals(LIVE)) {
      for (String id : ids()) {
        Database database = memory();
        in(database, () -> text.append(liveAnswer(database, id)));
        database.close();
      }
      return text.toString();
    }
    Database database = DatabaseFactory.getInstance().openDatabase(
        OFFLINE.get(dialect), null, null, null, resources);
    in(database, () -> {
      for (ChangeSet changeSet : parse(database).getChangeSets()) {
        text.append(text.isEmpty() ? "" : "\n").append(answer(database, changeSet));
      }
    });
    return text.toString();
  }

  private String liveAnswer(Database database, String id) throws Exception {
    DatabaseChangeLog log = parse(database);
    StringBuilder text = new StringBuilder();
    for (ChangeSet changeSet : log.getChangeSets()) {
      if (changeSet.getId().equals(id)) {
        text.append(changeSet == log.getChangeSets().get(0) ? "" : "\n")
            .append(answer(database, changeSet));
        break;
      }
      if (changeSet.getId().equals("setup")) {
        setUp(database, changeSet);
      }
    }
    return text.toString();
  }

  /** Runs what can be run: what the reference cannot do on SQLite is no reason to give up. */
  private static void setUp(Database database, ChangeSet changeSet) throws Exception {
    Executor executor =
        Scope.getCurrentScope().getSingleton(ExecutorService.class).getExecutor("jdbc", database);
    for (Change change : changeSet.getChanges()) {
      try {
        executor.execute(change);
        database.commit();
      } catch (DatabaseException | RuntimeException e) {
        database.rollback();
      }
    }
  }

  private List<String> ids() throws Exception {
    Database database = memory();
    List<String> ids = new ArrayList<>();
    in(database,
        () -> parse(database).getChangeSets().forEach(changeSet -> ids.add(changeSet.getId())));
    return ids;
  }

  private String answer(Database database, ChangeSet changeSet) throws Exception {
    StringBuilder text = new StringBuilder("# " + changeSet.getId() + "\n");
    String mistakes = mistakes(database, changeSet);
    text.append("checksum: ").append(checksum(changeSet)).append('\n');
    text.append("description: ").append(changeSet.getDescription()).append('\n');
    if (!mistakes.isEmpty()) {
      return text.append("update: ERROR ").append(mistakes).append('\n').toString();
    }
    section(text, "update", database, () -> changeSet.execute(changeSet.getChangeLog(), database));
    section(text, "rollback", database, () -> changeSet.rollback(database));
    return text.toString();
  }

  private String checksum(ChangeSet changeSet) {
    try {
      return changeSet.generateCheckSum(ChecksumVersion.latest()).toString();
    } catch (RuntimeException e) {
      return "ERROR " + reason(e);
    }
  }

  /** What validation says before anything runs, on one line; empty if nothing. */
  private String mistakes(Database database, ChangeSet changeSet) throws Exception {
    ValidatingVisitor validator = new ValidatingVisitor(List.of());
    try {
      validator.visit(changeSet, changeSet.getChangeLog(), database, null);
    } catch (Exception e) {
      return reason(e); // renders the change to find out about it, and fails
    }
    List<String> found = new ArrayList<>(validator.getValidationErrors().getErrorMessages());
    validator.getSetupExceptions().forEach(e -> found.add(reason(e)));
    validator.getChangeValidationExceptions().forEach(e -> found.add(reason(e)));
    // each message ends with the changeset it belongs to, which is known here
    return line(String.join("; ", found).replace(", " + changeSet.toString(false), ""));
  }

  /** Writes one block of SQL as the reference would print it, or the reason why it would not. */
  private void section(StringBuilder text, String title, Database database, Action action)
      throws Exception {
    ExecutorService executors = Scope.getCurrentScope().getSingleton(ExecutorService.class);
    Executor executor = executors.getExecutor("jdbc", database);
    Statements statements = new Statements();
    boolean live = database.getConnection() instanceof JdbcConnection;
    executors.setExecutor("jdbc", database,
        live ? new Runner(database, statements) : new Printer(database, executor, statements));
    try {
      action.run();
      text.append(title).append(":\n").append(statements.text());
    } catch (Exception e) {
      if (live && !statements.text().isEmpty()) {
        text.append(title).append(":\n").append(statements.text()).append("live: ERROR ");
      } else {
        text.append(title).append(": ERROR ");
      }
      text.append(reason(e)).append('\n');
    } finally {
      executors.setExecutor("jdbc", database, executor);
    }
  }

  private String reason(Throwable e) {
    while (e.getCause() != null) {
      e = e.getCause();
    }
    return line(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }

  /** A message on one line, without what differs from machine to machine and run to run. */
  private String line(String message) {
    return message.replace(folder, ".")
        .strip()
        .replaceAll("\\s*\\R\\s*", " ")
        .replaceAll("(\\w)@[0-9a-f]+\\b", "$1");
  }

  private DatabaseChangeLog parse(Database database) throws Exception {
    return ChangeLogParserFactory.getInstance()
        .getParser(file, resources)
        .parse(file, new ChangeLogParameters(database), resources);
  }

  private static Database memory() throws Exception {
    DatabaseConnection connection =
        new JdbcConnection(DriverManager.getConnection("jdbc:sqlite::memory:"));
    Database database = new SQLiteDatabase();
    database.setConnection(connection);
    return database;
  }

  private void in(Database database, Action action) throws Exception {
    Scope.child(
        Map.of(Scope.Attr.database.name(), database, Scope.Attr.resourceAccessor.name(), resources),
        () -> action.run());
  }

  private interface Action {
    void run() throws Exception;
  }

  /** What the commands ending in -sql print, without the comments. */
  private static final class Printer extends LoggingExecutor {
    Printer(Database database, Executor executor, Statements statements) {
      super(executor, statements, database);
    }

    @Override
    public void comment(String message) {}
  }

  /** Runs the statements and takes them down. */
  private static final class Runner extends JdbcExecutor {
    private final Statements statements;

    Runner(Database database, Statements statements) {
      this.statements = statements;
      setDatabase(database);
    }

    @Override
    public void execute(SqlStatement sql, List<SqlVisitor> visitors) throws DatabaseException {
      for (String statement : applyVisitors(sql, visitors)) {
        statements.write(statement + (statement.endsWith(";") ? "" : ";"));
        statements.write(System.lineSeparator());
      }
      super.execute(sql, visitors);
    }
  }

  /**
   * The reference ends a statement with two line ends written one by one; that is how they are
   * told apart.
   */
  private static final class Statements extends Writer {
    private final List<String> done = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();

    String text() {
      return done.isEmpty() ? "" : String.join("\n--\n", done) + "\n";
    }

    @Override
    public void write(String part) {
      if (!part.equals(System.lineSeparator())) {
        current.append(part);
      } else if (!current.isEmpty()) {
        done.add(current.toString());
        current.setLength(0);
      }
    }

    @Override
    public void write(char[] part, int offset, int length) {
      write(new String(part, offset, length));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
