#include "engine/run/precondition_check.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/model/dbms.h"

namespace strata::run {
namespace {

using model::Precondition;
using model::Preconditions;
using model::Text;
using schema::Object;
using sql::ObjectKind;
using Kind = model::PreconditionType::Kind;

// What was found, in words, and whether that is what was asked for.
struct Finding {
  bool holds = true;
  std::string fact;
  Location at;
};

class Checker {
 public:
  Checker(const PreconditionContext& context, Session& session)
      : context_(context), session_(session), target_(session.target(context.quoting)) {}

  // Throws Error where it cannot be told.
  Finding all(const std::vector<Precondition>& preconditions) {
    for (const Precondition& one : preconditions) {
      if (Finding finding = check(one); !finding.holds) return finding;
    }
    return {};
  }

 private:
  Finding check(const Precondition& one) {
    switch (one.type->kind) {
      case Kind::And:
        return all(one.nested);
      case Kind::Or:
        return any(one);
      case Kind::Not:
        return none(one);
      default:
        return single(one);
    }
  }

  Finding any(const Precondition& one) {
    std::vector<std::string> facts;
    for (const Precondition& nested : one.nested) {
      Finding finding = check(nested);
      if (finding.holds) return finding;
      facts.push_back(std::move(finding.fact));
    }
    return {false, fmt::format("{}", fmt::join(facts, ", and ")), one.at};
  }

  // Each of them must fail, as in the reference.
  Finding none(const Precondition& one) {
    for (const Precondition& nested : one.nested) {
      Finding finding = check(nested);
      if (finding.holds) return {false, finding.fact, nested.at};
    }
    return {true, "", one.at};
  }

  Finding single(const Precondition& one) {
    try {
      switch (one.type->kind) {
        case Kind::Dbms:
          return fact(one, model::dbms_matches(*one.value("type"), context_.dbms),
                      fmt::format("the database is {}", context_.dbms));
        case Kind::RunningAs:
          return running_as(one);
        case Kind::ChangeSetExecuted:
          return executed(one);
        case Kind::PropertyDefined:
          return property(one);
        case Kind::QuotingStrategy:
          return quoting(one);
        case Kind::TableIsEmpty:
        case Kind::RowCount:
          return rows(one);
        case Kind::SqlCheck:
          return query(one);
        case Kind::Custom:
          return custom(one);
        default:
          return exists(one);
      }
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::Connection || error.kind() == ErrorKind::Interrupted) throw;
      Error placed(ErrorKind::Precondition,
                   fmt::format("{} cannot be told: {}", one.type->name, error.what()));
      throw error.sql() ? std::move(placed).at(one.at).with_sql(*error.sql())
                        : std::move(placed).at(one.at);
    }
  }

  static Finding fact(const Precondition& one, bool holds, std::string text) {
    return {holds, std::move(text), one.at};
  }

  Finding running_as(const Precondition& one) {
    std::string user = connection().server().user;
    user.resize(std::min(user.find('@'), user.size()));
    return fact(one, equals_ignore_case(user, *one.value("username")),
                fmt::format("the user is {}", user.empty() ? "not known" : user));
  }

  Finding executed(const Precondition& one) {
    const model::ChangeSetKey key{*one.value("id"), *one.value("author"),
                                  one.value("changeLogFile").value_or(context_.path)};
    const bool holds = context_.has_run(key);
    return fact(one, holds,
                fmt::format("changeset {} has {}run", model::to_string(key), holds ? "" : "not "));
  }

  static Finding property(const Precondition& one) {
    const std::string name = *one.value("property");
    if (!one.property) return fact(one, false, fmt::format("property {} is not defined", name));
    const Text value = one.value("value");
    return fact(one, !value || value == one.property,
                fmt::format("property {} is '{}'", name, *one.property));
  }

  Finding quoting(const Precondition& one) const {
    const std::string_view name = model::to_string(context_.quoting);
    return fact(one, equals_ignore_case(*one.value("strategy"), name),
                fmt::format("the quoting strategy is {}", name));
  }

  driver::Connection& connection() {
    if (session_.connection() == nullptr)
      throw Error(ErrorKind::Precondition, "there is no database to ask");
    return *session_.connection();
  }

  schema::SchemaView& schema() {
    if (schema::Simulation* const simulated = session_.offline_schema()) return *simulated;
    return connection().schema();
  }

  // The one value that a query yields; absent where there is none, or NULL.
  std::optional<std::string> single_value(const std::string& statement) {
    const driver::ResultSet found = connection().query(statement);
    if (found.rows.size() > 1)
      throw Error(ErrorKind::Precondition,
                  fmt::format("the query yields {} rows, not one", found.rows.size()));
    return found.rows.empty() || found.rows.front().empty() ? std::nullopt
                                                            : found.rows.front().front();
  }

  Finding rows(const Precondition& one) {
    const std::string name = *one.value("tableName");
    const std::string table = session_.dialect().qualified(
        one.value("catalogName"), one.value("schemaName"), name, ObjectKind::Table, target_);
    if (one.type->kind == Kind::TableIsEmpty) {
      const driver::ResultSet found =
          connection().query(fmt::format("SELECT 1 FROM {} LIMIT 1", table));
      const bool holds = found.rows.empty();
      return fact(one, holds, fmt::format("table {} is {}empty", name, holds ? "" : "not "));
    }
    const std::string count =
        single_value(fmt::format("SELECT COUNT(*) FROM {}", table)).value_or("0");
    return fact(one, std::stoull(count) == std::stoull(*one.value("expectedRows")),
                fmt::format("table {} has {} row{}", name, count, count == "1" ? "" : "s"));
  }

  Finding query(const Precondition& one) {
    std::string statement(trim(*one.value("sql")));
    if (statement.ends_with(';')) statement.pop_back();
    const std::optional<std::string> found = single_value(statement);
    if (!found) return fact(one, false, "the query yields no value");
    return fact(one, is_expected(*found, one.value("expectedResult").value_or("")),
                fmt::format("the query yields '{}'", *found));
  }

  // JDBC has words for booleans, PostgreSQL a letter.
  static bool is_expected(const std::string& found, const std::string& expected) {
    return found == expected || (expected == "true" && found == "t") ||
           (expected == "false" && found == "f");
  }

  Finding custom(const Precondition& one) {
    const std::string name = *one.value("className");
    const CustomChanges& known = session_.options().custom_changes;
    const auto found = known.find(name);
    if (found == known.end() || !found->second.execute)
      return fact(one, false, fmt::format("nothing is registered for {}", name));
    model::CustomChange change;
    change.class_name = name;
    change.parameters = one.parameters;
    CustomContext context{change, session_.runner(), session_.dialect().traits().lexical,
                          session_.is_live()};
    try {
      found->second.execute(context);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::Interrupted) throw;
      return fact(one, false, fmt::format("{} says: {}", name, error.what()));
    }
    return fact(one, true, fmt::format("{} holds", name));
  }

  // --- what exists ---

  std::string schema_of(const Precondition& one) const {
    const Text schema = one.value("schemaName");
    const Text catalog = one.value("catalogName");
    if (session_.dialect().traits().schemas) return schema.value_or("");
    return catalog.value_or(schema.value_or(""));
  }

  bool same(std::string_view in_database, std::string_view written, ObjectKind kind) const {
    return session_.dialect().is_same_name(in_database, written, kind, target_);
  }

  Finding exists(const Precondition& one) {
    const auto [what, holds] = look(one);
    return fact(one, holds, fmt::format("{} {}", what, holds ? "exists" : "does not exist"));
  }

  std::pair<std::string, bool> look(const Precondition& one) {
    const std::string table = one.value("tableName").value_or("");
    switch (one.type->kind) {
      case Kind::TableExists:
        return {"table " + table, has(one, Object::Kind::Table, table, ObjectKind::Table)};
      case Kind::ViewExists: {
        const std::string view = *one.value("viewName");
        return {"view " + view, has(one, Object::Kind::View, view, ObjectKind::View)};
      }
      case Kind::SequenceExists: {
        const std::string sequence = *one.value("sequenceName");
        return {"sequence " + sequence,
                has(one, Object::Kind::Sequence, sequence, ObjectKind::Sequence)};
      }
      case Kind::ColumnExists:
        return {fmt::format("column {}.{}", table, *one.value("columnName")), has_column(one)};
      case Kind::PrimaryKeyExists:
        return {fmt::format("primary key {}",
                            table.empty() ? *one.value("primaryKeyName") : "of " + table),
                has_key(one, Object::Kind::PrimaryKey, "primaryKeyName", "tableName")};
      case Kind::ForeignKeyExists:
        return {"foreign key " + *one.value("foreignKeyName"),
                has_key(one, Object::Kind::ForeignKey, "foreignKeyName", "foreignKeyTableName")};
      case Kind::UniqueConstraintExists:
        return {
            fmt::format("unique constraint {} of {}",
                        one.value("constraintName").value_or(one.value("columnNames").value_or("")),
                        table),
            has_columns(one) &&
                has_key(one, Object::Kind::UniqueConstraint, "constraintName", "tableName")};
      default:
        return {
            fmt::format(
                "index {}{}",
                one.value("indexName").value_or("over " + one.value("columnNames").value_or("")),
                table.empty() ? "" : " of " + table),
            has_columns(one) && has_key(one, Object::Kind::Index, "indexName", "tableName")};
    }
  }

  // For asking the database; empty where the name is not a plain one.
  static std::string_view without_quotes(std::string_view name) {
    return name.find_first_of("\"`[") == std::string_view::npos ? name : std::string_view();
  }

  bool has(const Precondition& one, Object::Kind kind, const std::string& name, ObjectKind as) {
    const std::vector<Object> objects =
        schema().objects(schema_of(one), {kind, without_quotes(name)});
    return std::any_of(objects.begin(), objects.end(),
                       [&](const Object& object) { return same(object.name, name, as); });
  }

  bool has_column(const Precondition& one) {
    const std::optional<schema::Table> table = find_table(one);
    return table && table->find_column(*one.value("columnName")) != nullptr;
  }

  std::optional<schema::Table> find_table(const Precondition& one) {
    const std::string name = *one.value("tableName");
    for (const Object& object :
         schema().objects(schema_of(one), {Object::Kind::Table, without_quotes(name)})) {
      if (same(object.name, name, ObjectKind::Table))
        return schema().table(schema_of(one), object.name);
    }
    return std::nullopt;
  }

  // SQLite and MySQL give primary keys no names of their own.
  bool names_count(Object::Kind kind) const {
    return kind != Object::Kind::PrimaryKey || session_.dialect().traits().named_primary_keys;
  }

  bool has_key(const Precondition& one, Object::Kind kind, std::string_view name_field,
               std::string_view table_field) {
    const Text name = one.value(name_field);
    const Text table = one.value(table_field);
    const std::vector<Object> objects = schema().objects(
        schema_of(one), {kind, names_count(kind) && name ? without_quotes(*name) : "",
                         table ? without_quotes(*table) : ""});
    return std::any_of(objects.begin(), objects.end(), [&](const Object& object) {
      return (!table || same(object.table, *table, ObjectKind::Table)) &&
             (!name || !names_count(kind) || same(object.name, *name, ObjectKind::Constraint));
    });
  }

  // Whether a key or index of the table is over just those columns, if any are given.
  bool has_columns(const Precondition& one) {
    const Text given = one.value("columnNames");
    if (!given) return true;
    const std::optional<schema::Table> table = find_table(one);
    if (!table) return false;
    const std::vector<std::string> wanted = split_trimmed(*given, ',');
    const auto matches = [&](const std::vector<std::string>& columns) {
      return std::equal(columns.begin(), columns.end(), wanted.begin(), wanted.end(),
                        [](std::string_view column, std::string_view name) {
                          column = column.substr(0, column.find_first_of(" ("));
                          return equals_ignore_case(column, name);
                        });
    };
    const auto over = [&](const auto& things) {
      return std::any_of(things.begin(), things.end(),
                         [&](const auto& thing) { return matches(thing.columns); });
    };
    if (over(table->unique_keys)) return true;
    if (one.type->kind == Kind::UniqueConstraintExists) return false;
    return over(table->indexes) || (table->primary_key && matches(table->primary_key->columns));
  }

  const PreconditionContext& context_;
  Session& session_;
  sql::Target target_;
};

Judgement conclude(model::OnFail choice, const Error& error, const Text& message) {
  switch (choice) {
    case model::OnFail::Continue:
      return {Judgement::Kind::Skip, message.value_or(error.what())};
    case model::OnFail::MarkRan:
      return {Judgement::Kind::MarkRan, message.value_or(error.what())};
    case model::OnFail::Warn:
      return {Judgement::Kind::Run, message.value_or(error.what())};
    case model::OnFail::Halt:
      break;
  }
  throw Error(error).with_hint("nothing of it was executed, since the preconditions say HALT");
}

}  // namespace

Judgement judge(const Preconditions& preconditions, const PreconditionContext& context,
                Session& session) {
  if (!session.is_live()) {
    if (preconditions.on_sql_output == model::OnSqlOutput::Ignore) return {};
    if (preconditions.on_sql_output == model::OnSqlOutput::Fail) {
      throw Error(ErrorKind::Precondition, "onSqlOutput is FAIL: these preconditions want a run")
          .at(preconditions.at);
    }
  }
  Finding finding;
  std::optional<Error> untold;
  try {
    finding = Checker(context, session).all(preconditions.all);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::Precondition) throw;
    untold = error;
  }
  if (untold) return conclude(preconditions.on_error, *untold, preconditions.on_error_message);
  if (finding.holds) return {};
  const model::Text& message = preconditions.on_fail_message;
  return conclude(preconditions.on_fail,
                  Error(ErrorKind::Precondition,
                        "a precondition does not hold: " + message.value_or(finding.fact))
                      .at(finding.at),
                  message.value_or(finding.fact));
}

}  // namespace strata::run
