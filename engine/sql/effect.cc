#include "engine/sql/effect.h"

#include <array>
#include <optional>
#include <utility>

#include "engine/base/text.h"
#include "engine/sql/words.h"

namespace strata::sql {
namespace {

using Kind = Trace::Kind;

constexpr std::array<std::string_view, 14> kRows{"INSERT", "UPDATE", "DELETE",  "REPLACE", "MERGE",
                                                 "SELECT", "VALUES", "WITH",    "COPY",    "LOAD",
                                                 "TABLE",  "SHOW",   "EXPLAIN", "DESCRIBE"};
constexpr std::array<std::string_view, 8> kSession{"SET",     "USE",    "PRAGMA",  "RESET",
                                                   "DISCARD", "LISTEN", "PREPARE", "DEALLOCATE"};
constexpr std::array<std::string_view, 10> kControl{"BEGIN",    "START",     "COMMIT", "END",
                                                    "ROLLBACK", "SAVEPOINT", "ABORT",  "RELEASE",
                                                    "LOCK",     "UNLOCK"};
// What may run twice whatever follows.
constexpr std::array<std::string_view, 10> kRepeatable{"GRANT",   "REVOKE",  "ANALYZE", "OPTIMIZE",
                                                       "VACUUM",  "REINDEX", "COMMENT", "FLUSH",
                                                       "CLUSTER", "REPAIR"};

// Reads one statement about the schema.
class Reader {
 public:
  explicit Reader(WordReader& in) : in_(in) {}

  Effect read() {
    if (in_.takes("CREATE")) {
      read_create();
    } else if (in_.takes("DROP")) {
      read_drop();
    } else if (in_.takes({"ALTER", "TABLE"}) || in_.takes({"ALTER", "ONLINE", "TABLE"})) {
      read_alter_table();
    } else if (in_.takes({"ALTER", "IGNORE", "TABLE"})) {
      read_alter_table();
    } else if (in_.takes({"RENAME", "TABLE"}) || in_.takes({"RENAME", "TABLES"})) {
      read_renames();
    } else if (in_.takes("ALTER")) {
      effect_.is_repeatable = is_one_of(in_.peek().upper, {"VIEW", "DATABASE", "SCHEMA", "EVENT"});
    } else {
      effect_.is_repeatable = is_one_of(in_.peek().upper, kRepeatable);
    }
    forget_contradictions();
    return effect_;
  }

 private:
  enum class Action : std::uint8_t { Repeatable, Traced, Unknown };

  struct Name {
    std::string schema;
    std::string name;
  };

  Name read_name() {
    Name name{"", in_.take().text};
    while (in_.peek().is_symbol('.')) {
      in_.take();
      name.schema = name.name;
      name.name = in_.take().text;
    }
    return name;
  }

  void add(Kind kind, const Name& name, bool is_there, const Name& table = {}) {
    effect_.traces.push_back(
        {kind, name.schema.empty() ? table.schema : name.schema, table.name, name.name, is_there});
  }

  static std::optional<Kind> kind_of(const Word& word) {
    constexpr std::array<std::pair<std::string_view, Kind>, 7> kKinds{{
        {"TABLE", Kind::Table},
        {"VIEW", Kind::View},
        {"SEQUENCE", Kind::Sequence},
        {"PROCEDURE", Kind::Program},
        {"FUNCTION", Kind::Program},
        {"TRIGGER", Kind::Trigger},
        {"INDEX", Kind::Index},
    }};
    for (const auto& [name, kind] : kKinds) {
      if (word.is(name)) return kind;
    }
    return std::nullopt;
  }

  // The kind of object, behind what may stand before it: UNIQUE, DEFINER = u@h, ALGORITHM = MERGE.
  std::optional<Kind> find_kind() {
    constexpr std::size_t kFarthest = 16;
    for (std::size_t i = 0; i < kFarthest && !in_.is_at_end(); ++i) {
      const Word word = in_.take();
      if (word.is("TEMPORARY") || word.is("TEMP")) {
        effect_.work = Work::Session;
        return std::nullopt;
      }
      if (word.is("REPLACE")) effect_.is_repeatable = true;
      if (const std::optional<Kind> kind = kind_of(word)) return kind;
      if (word.is_symbol('(')) return std::nullopt;
    }
    return std::nullopt;
  }

  void read_create() {
    const std::optional<Kind> kind = find_kind();
    if (!kind) return;
    effect_.is_concurrent = in_.takes("CONCURRENTLY");
    if (in_.takes({"IF", "NOT", "EXISTS"})) effect_.is_repeatable = true;
    // An index may go without a name; then there is nothing to look for.
    if (in_.peek().is("ON")) return;
    const Name name = read_name();
    if (kind != Kind::Index && kind != Kind::Trigger) return add(*kind, name, true);
    while (!in_.is_at_end() && !in_.takes("ON")) in_.take();
    in_.takes("ONLY");
    const Name table = read_name();
    if (!table.name.empty()) add(*kind, name, true, table);
  }

  void read_drop() {
    const std::optional<Kind> kind = find_kind();
    if (!kind) return;
    in_.takes("CONCURRENTLY");
    if (in_.takes({"IF", "EXISTS"})) effect_.is_repeatable = true;
    do {
      const Name name = read_name();
      const bool has_table = in_.takes("ON");
      add(*kind, name, false, has_table ? read_name() : Name{});
    } while (takes_symbol(','));
  }

  bool takes_symbol(char c) {
    if (!in_.peek().is_symbol(c)) return false;
    in_.take();
    return true;
  }

  void read_renames() {
    do {
      const Name before = read_name();
      if (!in_.takes("TO")) return forget();
      add(Kind::Table, before, false);
      add(Kind::Table, read_name(), true);
    } while (takes_symbol(','));
  }

  void read_alter_table() {
    if (in_.takes({"IF", "EXISTS"})) is_lenient_ = true;
    in_.takes("ONLY");
    table_ = read_name();
    bool all_repeatable = true;
    do {
      const std::size_t before = effect_.traces.size();
      const Action action = read_action();
      if (action == Action::Unknown) return forget();
      all_repeatable = all_repeatable && (action == Action::Repeatable || is_lenient_);
      if (action == Action::Repeatable) effect_.traces.resize(before);
      skip_to_comma();
    } while (takes_symbol(','));
    effect_.is_repeatable = all_repeatable;
  }

  Action read_action() {
    if (in_.takes("ADD")) return read_add();
    if (in_.takes("DROP")) return read_drop_of_table();
    if (in_.takes("RENAME")) return read_rename();
    if (in_.takes("CHANGE")) return read_change();
    constexpr std::array<std::string_view, 14> kSame{
        "MODIFY",         "ALTER",     "COMMENT", "ENGINE", "CONVERT", "DEFAULT", "CHARACTER",
        "AUTO_INCREMENT", "ALGORITHM", "LOCK",    "ENABLE", "DISABLE", "FORCE",   "COLLATE"};
    return is_one_of(in_.peek().upper, kSame) ? Action::Repeatable : Action::Unknown;
  }

  Action read_add() {
    if (in_.takes("CONSTRAINT")) {
      const Name name = read_name();
      if (in_.takes("PRIMARY")) return traced(Kind::PrimaryKey, {});
      if (in_.takes("UNIQUE")) return traced(Kind::Index, name);
      if (in_.takes("FOREIGN")) return traced(Kind::ForeignKey, name);
      if (in_.takes("CHECK")) return traced(Kind::Check, name);
      return Action::Unknown;
    }
    if (in_.takes("PRIMARY")) return traced(Kind::PrimaryKey, {});
    if (in_.takes("FOREIGN") || in_.takes("CHECK") || in_.takes("PARTITION"))
      return Action::Unknown;
    const bool has_word = in_.takes("UNIQUE") || in_.takes("FULLTEXT") || in_.takes("SPATIAL");
    if (in_.takes("INDEX") || in_.takes("KEY") || has_word) return read_added_index();
    const bool says_column = in_.takes("COLUMN");
    if (in_.takes({"IF", "NOT", "EXISTS"})) return Action::Repeatable;
    if (takes_symbol('(')) return Action::Unknown;
    const Name column = read_name();
    if (column.name.empty() && !says_column) return Action::Unknown;
    return traced(Kind::Column, column);
  }

  Action read_added_index() {
    if (in_.peek().is_symbol('(') || in_.peek().is("USING")) return Action::Unknown;
    return traced(Kind::Index, read_name());
  }

  Action read_drop_of_table() {
    if (in_.takes("PRIMARY")) return gone(Kind::PrimaryKey);
    if (in_.takes({"FOREIGN", "KEY"})) return gone(Kind::ForeignKey);
    if (in_.takes("INDEX") || in_.takes("KEY")) return gone(Kind::Index);
    if (in_.takes("CHECK")) return gone(Kind::Check);
    if (in_.takes("CONSTRAINT")) return gone(Kind::Constraint);
    if (in_.takes("PARTITION")) return Action::Unknown;
    in_.takes("COLUMN");
    return gone(Kind::Column);
  }

  Action gone(Kind kind) {
    if (in_.takes({"IF", "EXISTS"})) return Action::Repeatable;
    const Name name = kind == Kind::PrimaryKey ? Name{} : read_name();
    add(kind, name, false, table_);
    return Action::Traced;
  }

  Action read_rename() {
    if (in_.takes("TO") || in_.takes("AS")) return renamed_table(read_name());
    const bool is_index = in_.takes("INDEX") || in_.takes("KEY");
    const bool is_column = !is_index && in_.takes("COLUMN");
    const Name name = read_name();
    if (in_.takes("TO")) return renamed(is_index ? Kind::Index : Kind::Column, name, read_name());
    return is_index || is_column ? Action::Unknown : renamed_table(name);
  }

  Action renamed_table(const Name& name) {
    add(Kind::Table, table_, false);
    add(Kind::Table, {name.schema.empty() ? table_.schema : name.schema, name.name}, true);
    return Action::Traced;
  }

  Action read_change() {
    in_.takes("COLUMN");
    const Name before = read_name();
    const Name after = read_name();
    if (before.name == after.name) return Action::Repeatable;
    return renamed(Kind::Column, before, after);
  }

  Action renamed(Kind kind, const Name& before, const Name& after) {
    add(kind, before, false, table_);
    add(kind, after, true, table_);
    return Action::Traced;
  }

  Action traced(Kind kind, const Name& name) {
    add(kind, name, true, table_);
    return Action::Traced;
  }

  void skip_to_comma() {
    int depth = 0;
    while (!in_.is_at_end() && !(depth == 0 && in_.peek().is_symbol(','))) {
      const Word& word = in_.take();
      if (word.is_symbol('(')) ++depth;
      if (word.is_symbol(')')) --depth;
    }
  }

  void forget() {
    effect_.traces.clear();
    effect_.is_repeatable = false;
  }

  // What changes places (a to b and b to a) looks the same before and after.
  void forget_contradictions() {
    const std::vector<Trace>& traces = effect_.traces;
    for (std::size_t i = 0; i < traces.size(); ++i) {
      for (std::size_t j = i + 1; j < traces.size(); ++j) {
        if (traces[i].kind == traces[j].kind && traces[i].name == traces[j].name &&
            traces[i].table == traces[j].table)
          return effect_.traces.clear();
      }
    }
  }

  WordReader& in_;
  Effect effect_{Work::Schema, false, false, {}};
  Name table_;
  bool is_lenient_ = false;
};

Work work_of(const Word& first) {
  constexpr std::array<std::string_view, 15> kSchema{
      "CREATE",  "ALTER",    "DROP",   "RENAME",  "TRUNCATE", "GRANT",   "REVOKE", "COMMENT",
      "ANALYZE", "OPTIMIZE", "VACUUM", "REINDEX", "FLUSH",    "CLUSTER", "REPAIR"};
  if (is_one_of(first.upper, kRows)) return Work::Rows;
  if (is_one_of(first.upper, kSession)) return Work::Session;
  if (is_one_of(first.upper, kControl)) return Work::Control;
  return is_one_of(first.upper, kSchema) ? Work::Schema : Work::Other;
}

// SELECT ... INTO @variable
bool sets_variable(const std::vector<Word>& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i].is("INTO") && words[i + 1].is_symbol('@')) return true;
  }
  return false;
}

// What is in a comment that the server runs: /*!40101 SET NAMES utf8 */
std::string_view executed_part(std::string_view statement) {
  const std::size_t open = statement.find('!');
  const std::size_t close = statement.rfind("*/");
  const bool is_one = open != std::string_view::npos && close != std::string_view::npos &&
                      statement.substr(0, open).find("/*") != std::string_view::npos;
  if (!is_one || close <= open) return {};
  const std::string_view inside = statement.substr(open + 1, close - open - 1);
  const std::size_t begin = inside.find_first_not_of("0123456789");
  return begin == std::string_view::npos ? std::string_view() : inside.substr(begin);
}

}  // namespace

Effect effect_of(std::string_view statement, const LexicalRules& rules) {
  const std::vector<Word> all = words(statement, rules);
  if (all.empty() && rules.executed_comments) {
    const std::string_view inside = executed_part(statement);
    if (!inside.empty()) return effect_of(inside, rules);
  }
  WordReader in(all);
  while (in.peek().is_symbol('(')) in.take();
  const Work work = work_of(in.peek());
  if (work == Work::Schema) return Reader(in).read();
  if (work == Work::Rows && in.peek().is("SELECT") && sets_variable(all))
    return {Work::Session, true, false, {}};
  return {work, work == Work::Session, false, {}};
}

}  // namespace strata::sql
