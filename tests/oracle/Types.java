import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Scope;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.datatype.DataTypeFactory;
import liquibase.datatype.LiquibaseDataType;
import liquibase.structure.core.Column;

/**
 * Asks the reference about column types and about words: java Types.java QUESTIONS TYPES WORDS
 * [DIALECT URL USER PASSWORD]... Writes TYPES/types.DIALECT.tsv (each type of the file QUESTIONS as
 * written, as rendered, as rendered for an auto-increment column) and
 * WORDS/reserved_words.DIALECT.txt (the words, lower case and sorted, that the reference quotes
 * when they name a column). Databases given by URL add reserved_words.DIALECT-live.txt: there, the
 * JDBC driver adds words of its own.
 */
public class Types {
  private static final Map<String, String> DATABASES = new TreeMap<>(Map.of("sqlite",
      "offline:sqlite?version=3.40", "postgresql", "offline:postgresql?version=15.0", "mysql",
      "offline:mysql?version=8.0", "mariadb", "offline:mariadb?version=10.11"));

  public static void main(String[] args) throws Exception {
    Logger.getLogger("liquibase").setLevel(Level.OFF);
    List<String> types = Files.readAllLines(Path.of(args[0]));
    for (Map.Entry<String, String> entry : DATABASES.entrySet()) {
      Database database = open(entry.getValue(), null, null);
      Files.writeString(
          Path.of(args[1], "types." + entry.getKey() + ".tsv"), table(types, database));
      writeWords(args[2], entry.getKey(), database);
    }
    for (int i = 3; i < args.length; i += 4) {
      Database database = open(args[i + 1], args[i + 2], args[i + 3]);
      writeWords(args[2], args[i] + "-live", database);
      database.close();
    }
  }

  private static Database open(String url, String user, String password) throws Exception {
    return DatabaseFactory.getInstance().openDatabase(
        url, user, password, null, Scope.getCurrentScope().getResourceAccessor());
  }

  private static String table(List<String> types, Database database) {
    StringBuilder table = new StringBuilder("written\trendered\tauto-increment\n");
    for (String type : types) {
      if (!type.isBlank() && !type.startsWith("#")) {
        table.append(type)
            .append('\t')
            .append(rendered(type, false, database))
            .append('\t')
            .append(rendered(type, true, database))
            .append('\n');
      }
    }
    return table.toString();
  }

  private static void writeWords(String folder, String name, Database database) throws Exception {
    StringBuilder quoted = new StringBuilder();
    for (String word : candidates(database)) {
      if (!database.escapeObjectName(word, Column.class).equals(word)) {
        quoted.append(word).append('\n');
      }
    }
    Files.writeString(Path.of(folder, "reserved_words." + name + ".txt"), quoted);
  }

  /** All words in all collections of texts that the database object holds. */
  private static Set<String> candidates(Database database) throws Exception {
    Set<String> words = new TreeSet<>();
    for (Class<?> type = database.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        field.setAccessible(true);
        if (field.get(database) instanceof Collection<?> collection) {
          for (Object item : collection) {
            if (item instanceof String word && word.matches("\\w+")) {
              words.add(word.toLowerCase(Locale.ROOT));
            }
          }
        }
      }
    }
    return words;
  }

  private static String rendered(String type, boolean autoIncrement, Database database) {
    try {
      LiquibaseDataType dataType = DataTypeFactory.getInstance().fromDescription(
          type + (autoIncrement ? "{autoIncrement:true}" : ""), database);
      return dataType.toDatabaseDataType(database).toSql();
    } catch (Exception e) {
      return "ERROR " + e.getMessage();
    }
  }
}
