#include "drivers/sqlite/view_rename.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "drivers/sqlite/lexical.h"
#include "drivers/sqlite/stage.h"
#include "drivers/sqlite/table_text.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/sql/lexer.h"

namespace strata::sqlite {
namespace {

using schema::Schema;
using schema::Trigger;
using schema::View;
using sql::append;
using sql::one;
using sql::Statements;

std::string quoted(std::string_view name) {
  return "\"" + replace_all(std::string(name), "\"", "\"\"") + "\"";
}

// A trigger's statement that says `to` when it fires, instead of `from`.
std::string firing(const std::string& statement, std::string_view from, std::string_view to) {
  Tokens tokens(statement);
  while (!tokens.done()) {
    const std::string_view word = tokens.take();
    const bool is_event = tokens.at("DELETE") || tokens.at("INSERT") || tokens.at("UPDATE");
    const std::size_t end = static_cast<std::size_t>(word.data() - statement.data()) + word.size();
    const std::size_t begin = end < from.size() ? end : end - from.size();
    if (is_event && equals_ignore_case(statement.substr(begin, from.size()), from))
      return statement.substr(0, begin) + std::string(to) + statement.substr(end);
  }
  throw Error(ErrorKind::Changelog, "not understood: " + statement);
}

// What the schema is once the view has its new name. A table takes the view's place meanwhile, as
// SQLite follows the names of tables.
class Renaming {
 public:
  Renaming(const Schema& schema, const View& view) : view_(view), stage_(schema) {
    set_aside_broken(schema);
    std::string columns;
    for (const auto& row :
         stage_.query(fmt::format("PRAGMA table_info({})", quoted(view.name))).rows)
      columns += (columns.empty() ? "" : ", ") + quoted(row.at(1).value_or(""));
    stage_.execute("DROP VIEW " + quoted(view.name));
    stage_.execute(fmt::format("CREATE TABLE {} ({})", quoted(view.name), columns));
    for (const Trigger& trigger : view.triggers)
      stage_.execute(firing(trigger.definition, "INSTEAD OF", "AFTER"));
  }

  Schema rename(const std::string& to) {
    stage_.execute(fmt::format("ALTER TABLE {} RENAME TO {}", quoted(view_.name), quoted(to)));
    return stage_.read();
  }

 private:
  void set_aside_broken(const Schema& schema) {
    while (const auto defect = stage_.defect()) {
      const std::string name = defect->object.substr(defect->object.find(' ') + 1);
      if (uses_view(schema, name) || !stage_.remove(*defect)) {
        throw Error(ErrorKind::Changelog,
                    fmt::format("{} does not work: {}", defect->object, defect->reason))
            .with_hint("drop it first, and create it again");
      }
    }
  }

  // Of a view or trigger: whether it is the view, or uses it.
  bool uses_view(const Schema& schema, const std::string& name) const {
    const auto is_it = [&](const auto& object) {
      return equals_ignore_case(object.name, name) && mentions(object.definition, view_.name);
    };
    return std::any_of(schema.views.begin(), schema.views.end(),
                       [&](const View& view) {
                         return is_it(view) ||
                                std::any_of(view.triggers.begin(), view.triggers.end(), is_it);
                       }) ||
           std::any_of(schema.tables.begin(), schema.tables.end(), [&](const schema::Table& table) {
             return std::any_of(table.triggers.begin(), table.triggers.end(), is_it);
           });
  }

  const View& view_;
  Stage stage_;
};

template <typename Object>
const Object* find(const std::vector<Object>& objects, std::string_view name) {
  const auto found = std::find_if(objects.begin(), objects.end(), [&](const Object& object) {
    return equals_ignore_case(object.name, name);
  });
  return found == objects.end() ? nullptr : &*found;
}

// Collects what is dropped and created again.
class Script {
 public:
  void replace_view(const std::string& written, const View& after) {
    append(drops_, one("DROP VIEW " + written));
    append(views_, one(after.definition));
    for (const Trigger& trigger : after.triggers) append(triggers_, one(trigger.definition));
  }
  void replace_trigger(const Trigger& trigger) {
    append(drops_, one("DROP TRIGGER " + quoted(trigger.name)));
    append(triggers_, one(trigger.definition));
  }
  Statements take() {
    append(drops_, std::move(views_));
    append(drops_, std::move(triggers_));
    return std::move(drops_);
  }

 private:
  Statements drops_;
  Statements views_;
  Statements triggers_;
};

void replace_changed(const std::vector<Trigger>& before, const std::vector<Trigger>& after,
                     Script& script) {
  for (const Trigger& trigger : after) {
    const Trigger* old = find(before, trigger.name);
    if (old != nullptr && old->definition != trigger.definition) script.replace_trigger(trigger);
  }
}

}  // namespace

std::string renamed(const std::string& statement, std::string_view keyword,
                    const std::string& name) {
  const sql::LexicalRules rules = lexical_rules();
  const sql::Lexer lexer(statement, rules);
  bool seen = false;
  for (std::size_t at = 0; at < statement.size();) {
    const sql::Token token = lexer.next(at);
    at = token.end;
    const std::string_view word =
        std::string_view(statement).substr(token.begin, token.end - token.begin);
    if (token.kind == sql::Token::Kind::Blank || token.kind == sql::Token::Kind::Comment) continue;
    if (!seen) {
      seen = equals_ignore_case(word, keyword);
      continue;
    }
    const bool is_option =
        token.kind == sql::Token::Kind::Word && is_one_of(to_lower(word), {"if", "not", "exists"});
    if (is_option) continue;
    return statement.substr(0, token.begin) + name + statement.substr(token.end);
  }
  throw Error(ErrorKind::Changelog, "not understood: " + statement);
}

Statements rename_view(const Schema& schema, const View& view, const NewName& to) {
  Schema after;
  try {
    after = Renaming(schema, view).rename(to.name);
  } catch (const Error& error) {
    throw Error(ErrorKind::Changelog,
                fmt::format("view {} cannot be renamed: {}", view.name, error.what()))
        .with_hint(error.hint());
  }
  Script script;
  View made = view;
  made.definition = renamed(view.definition, "VIEW", to.written_new);
  made.triggers.clear();
  if (const schema::Table* stand_in = find(after.tables, to.name)) {
    for (const Trigger& trigger : stand_in->triggers)
      made.triggers.push_back({trigger.name, firing(trigger.definition, "AFTER", "INSTEAD OF")});
  }
  script.replace_view(to.written_old, made);
  for (const View& other : after.views) {
    const View* before = find(schema.views, other.name);
    if (before == nullptr) continue;
    if (before->definition != other.definition) {
      script.replace_view(quoted(other.name), other);
    } else {
      replace_changed(before->triggers, other.triggers, script);
    }
  }
  for (const schema::Table& table : after.tables) {
    const schema::Table* before = find(schema.tables, table.name);
    if (before != nullptr) replace_changed(before->triggers, table.triggers, script);
  }
  return script.take();
}

}  // namespace strata::sqlite
