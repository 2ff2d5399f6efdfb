#include "engine/document/sql_reader.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/base/path.h"
#include "engine/base/text.h"
#include "engine/document/place_finder.h"
#include "engine/document/scalar.h"
#include "engine/document/sql_line.h"
#include "engine/document/sql_lines.h"
#include "engine/document/sql_preconditions.h"

namespace strata::document {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

bool is_header(std::string_view line) {
  const std::optional<Part> rest = after_keyword(line, "liquibase");
  return rest && starts_with_ignore_case(trim(rest->text), "formatted");
}

constexpr std::array<Attribute, 14> kOfChangeSets{{
    {"runOnChange", ValueForm::Word},
    {"runAlways", ValueForm::Word},
    {"runInTransaction", ValueForm::Word},
    {"failOnError", ValueForm::Word},
    {"ignore", ValueForm::Word},
    {"context", ValueForm::QuotedOrWords},
    {"contextFilter", ValueForm::QuotedOrWords},
    {"labels", ValueForm::QuotedOrWords},
    {"dbms", ValueForm::Databases},
    {"logicalFilePath", ValueForm::NotBlank},
    {"runWith", ValueForm::Parameter},
    {"runWithSpoolFile", ValueForm::Rest},
    {"objectQuotingStrategy", ValueForm::Word},
    {"runOrder", ValueForm::Word},
}};
constexpr std::array<Attribute, 7> kOfProperties{{
    {"name", ValueForm::NotBlank},
    {"value", ValueForm::NotBlank},
    {"context", ValueForm::QuotedOrWords},
    {"contextFilter", ValueForm::QuotedOrWords},
    {"labels", ValueForm::QuotedOrWords},
    {"dbms", ValueForm::Databases},
    {"global", ValueForm::Word},
}};

// Words that start special comments, for what they were meant to be.
constexpr std::array<std::string_view, 8> kKeywords{"changeset",     "comment",      "rollback",
                                                    "preconditions", "precondition", "property",
                                                    "validCheckSum", "ignoreLines"};

// Those of them that no blank may stand before.
constexpr std::array<std::string_view, 4> kAtStart{"changeset", "comment", "validCheckSum",
                                                   "ignoreLines"};

// "COPY t (a, b) FROM stdin;", in one line as pg_dump writes it.
bool starts_rows(std::string_view line) {
  if (!starts_with_ignore_case(trim(line), "copy ")) return false;
  const std::string lower = to_lower(line);
  const std::size_t from = lower.find(" from stdin");
  return from != std::string::npos && lower.find(';', from) != std::string::npos;
}

class Reader : private SqlLines {
 public:
  using SqlLines::SqlLines;

  Node read() {
    Node root;
    root.name = "databaseChangeLog";
    root.name_at = {&file(), 1, 1, 0};
    root.value_at = root.name_at;
    root_ = &root;
    while (next_line()) {
      if (change_set_ && starts_rows(line()) && has_end_of_rows()) {
        read_rows();
      } else {
        read_line();
      }
    }
    end_change_set(true);
    Node document;
    document.children.push_back(std::move(root));
    return document;
  }

 private:
  // --- the special comments ---

  void read_line() {
    if (is_header(line())) {
      // For what follows: there may be several of these lines.
      Node holder;
      add_attribute(holder, {"logicalFilePath", ValueForm::NotBlank});
      logical_path_ = std::move(holder.children);
      if (change_set_) add_line(statements_, 0);
      return;
    }
    if (after_keyword(line(), "property")) return read_property();
    if (const auto rest = at_start("ignoreLines:")) return ignore_lines(rest->text);
    if (const auto rest = after_keyword(line(), "changeset")) return start_change_set(*rest);
    if (report_slips()) return;
    if (change_set_) return read_inside();
    if (at_start("comment ") || at_start("comment:")) {
      return report("a --comment belongs to a changeset",
                    "put it behind a line --changeset author:id");
    }
    // Comments of other kinds say nothing.
    if (!trim(line()).empty() && !trim(line()).starts_with("--")) {
      diagnostics().warning(whole_line(), "this stands in no changeset and is not run",
                            "put a line --changeset author:id before it");
    }
  }

  // Rows of COPY ... FROM stdin are no comments, whatever they look like.
  void read_rows() {
    do {
      add_line(statements_, 0);
    } while (line() != kEndOfRows && next_line());
  }

  // Some of the comments are special only where no blank stands before them.
  std::optional<Part> at_start(std::string_view name) const {
    return line().starts_with("--") ? after_keyword(line(), name) : std::nullopt;
  }

  // What is nearly a special comment would else be executed, or be none.
  bool report_slips() {
    for (const std::string_view keyword : kKeywords) {
      const bool is_at_start = is_one_of(keyword, kAtStart);
      if (!has_one_dash(line(), keyword) || (is_at_start && !line().starts_with('-'))) continue;
      report(fmt::format("a line with one dash is no --{}", keyword),
             fmt::format("did you mean '--{}'?", keyword));
      return true;
    }
    if (at_start("comments ") || at_start("comments:")) {
      report("--comments means nothing", "did you mean '--comment'?");
      return true;
    }
    if (at_start("ignore:")) {
      report("--ignore means nothing here", "did you mean '--ignoreLines'?");
      return true;
    }
    return false;
  }

  void read_property() {
    Node property;
    property.name = "property";
    property.name_at = whole_line();
    property.value_at = property.name_at;
    for (const Attribute& attribute : kOfProperties) add_attribute(property, attribute);
    if (property.children.empty()) {
      return report("a --property has no name and value", "--property name:NAME value:VALUE");
    }
    root_->children.push_back(std::move(property));
  }

  void ignore_lines(std::string_view what) {
    const std::string_view word = trim(what);
    const Location begin = whole_line();
    if (equals_ignore_case(word, "start")) {
      while (next_line()) {
        const auto rest = at_start("ignoreLines:");
        if (rest && equals_ignore_case(trim(rest->text), "end")) return;
      }
      return diagnostics().error(begin, "this --ignoreLines:start has no end",
                                 "--ignoreLines:end ends it");
    }
    constexpr std::size_t kMostDigits = 9;
    const bool is_number = !word.empty() && word.size() <= kMostDigits &&
                           word.find_first_not_of("0123456789") == std::string_view::npos;
    if (!is_number) {
      return report(fmt::format("--ignoreLines: '{}' is no number of lines", word),
                    "a number, or start and end");
    }
    for (std::size_t i = std::stoul(std::string(word)); i > 0 && next_line(); --i) {
    }
  }

  // AUTHOR:ID, both maybe in quotes.
  void start_change_set(const Part& rest) {
    end_change_set(false);
    const std::size_t begin = rest.text.find_first_not_of(" \t");
    constexpr std::string_view kForm = "--changeset AUTHOR:ID";
    if (begin == std::string_view::npos || begin == 0)
      return report("a --changeset has no author and id", std::string(kForm));
    const std::string_view head = rest.text.substr(begin);
    const std::size_t quote = head.starts_with('"') ? head.find('"', 1) : std::string_view::npos;
    const std::size_t colon = head.find(':', quote == std::string_view::npos ? 0 : quote);
    if (colon == std::string_view::npos || colon == 0)
      return report("a --changeset has no author and id", std::string(kForm));
    const std::string_view behind = head.substr(colon + 1);
    if (behind.empty() || behind.front() == ' ' || behind.front() == '\t') {
      return report("the id must follow the colon at once", std::string(kForm));
    }
    const std::size_t close =
        behind.starts_with('"') ? behind.find('"', 1) : std::string_view::npos;
    const std::size_t end = close != std::string_view::npos
                                ? close + 1
                                : std::min(behind.find_first_of(" \t"), behind.size());
    const std::size_t base = rest.offset + begin;
    Node change_set;
    change_set.name = "changeSet";
    change_set.name_at = whole_line();
    change_set.value_at = change_set.name_at;
    change_set.children.push_back(
        node("id", unquoted({base + colon + 1, behind.substr(0, end)}), 0));
    change_set.children.push_back(node("author", unquoted({base, head.substr(0, colon)}), 0));
    for (const Attribute& attribute : kOfChangeSets) add_attribute(change_set, attribute);
    if (change_set.child("logicalFilePath") == nullptr) {
      change_set.children.insert(change_set.children.end(), logical_path_.begin(),
                                 logical_path_.end());
    }
    if (Node* const path = change_set.child("logicalFilePath"))
      path->value.text = normalize_path(path->value.text);
    sql_ = {};
    add_attribute(sql_, {"splitStatements", ValueForm::Word});
    add_attribute(sql_, {"endDelimiter", ValueForm::NotBlank});
    const auto strip = find_attribute(line(), "stripComments", ValueForm::Word);
    sql_.children.push_back(strip ? node("stripComments", *strip, 14) : constant("stripComments"));
    rollback_ = {};
    add_attribute(rollback_, {"rollbackSplitStatements", ValueForm::Word});
    add_attribute(rollback_, {"rollbackEndDelimiter", ValueForm::NotBlank});
    change_set_ = std::move(change_set);
    statements_ = {};
    undo_ = {};
    comment_.reset();
    preconditions_.reset();
  }

  Node constant(std::string_view name) {
    Node node;
    node.name = name;
    node.value = text_value("true");
    node.name_at = node.value_at = whole_line();
    return node;
  }

  void read_inside() {
    if (const auto rest = at_start("comment")) {
      const bool has_colon = rest->text.starts_with(':');
      const std::string_view text = rest->text.substr(has_colon ? 1 : 0);
      if (text.starts_with(' ')) {
        const std::size_t offset = rest->offset + (has_colon ? 2 : 1);
        comment_ = node("comment", {offset, line().substr(offset)}, 0);
        return;
      }
    }
    if (const auto rest = at_start("validCheckSum")) {
      std::size_t offset = rest->offset;
      while (offset < line().size() && (line()[offset] == ':' || line()[offset] == ' ')) ++offset;
      change_set_->children.push_back(
          node("validCheckSum", {offset, trim(line().substr(offset))}, 0));
      return;
    }
    if (const auto rest = after_keyword(line(), "rollback ")) return add_line(undo_, rest->offset);
    if (is_rollback_block()) return read_rollback_block();
    if (const auto rest = after_keyword(line(), "preconditions")) return start_preconditions();
    if (const auto rest = after_keyword(line(), "precondition-")) {
      if (std::optional<Node> one = read_sql_precondition(*this, *rest))
        preconditions().children.push_back(std::move(*one));
      return;
    }
    add_line(statements_, 0);
  }

  bool is_rollback_block() const {
    std::string_view rest = trim(line());
    if (!rest.starts_with("/*")) return false;
    rest = trim(rest.substr(2));
    if (!starts_with_ignore_case(rest, "liquibase")) return false;
    return equals_ignore_case(trim(rest.substr(9)), "rollback");
  }

  // The reference forgets the line ends within it.
  void read_rollback_block() {
    const Location begin = whole_line();
    while (next_line()) {
      const std::string_view text = trim(line());
      if (!text.ends_with("*/")) {
        add_line(undo_, 0);
        continue;
      }
      cut_line(line().rfind("*/"));
      if (!trim(line()).empty()) add_line(undo_, 0);
      return;
    }
    diagnostics().error(begin, "this rollback is never closed",
                        "*/ at the end of a line closes it");
  }

  Node& preconditions() {
    if (!preconditions_) {
      preconditions_.emplace();
      preconditions_->name = "preConditions";
      preconditions_->name_at = preconditions_->value_at = whole_line();
    }
    return *preconditions_;
  }

  void start_preconditions() {
    constexpr std::array<Attribute, 4> kAttributes{{{"onFail", ValueForm::Word},
                                                    {"onError", ValueForm::Word},
                                                    {"onUpdateSQL", ValueForm::Word},
                                                    {"onSqlOutput", ValueForm::Word}}};
    preconditions_.reset();
    for (const Attribute& attribute : kAttributes) add_attribute(preconditions(), attribute);
  }

  // --- the end of a changeset ---

  void end_change_set(bool is_last) {
    if (!change_set_) return;
    Node change_set = std::move(*change_set_);
    change_set_.reset();
    if (comment_) change_set.children.push_back(std::move(*comment_));
    if (preconditions_) change_set.children.push_back(std::move(*preconditions_));
    if (trim(statements_.text).empty()) {
      diagnostics().error(change_set.name_at, "this changeset has no SQL");
    } else {
      change_set.children.push_back(changes(is_last, change_set.name_at));
    }
    if (!trim(undo_.text).empty()) change_set.children.push_back(rollback());
    root_->children.push_back(std::move(change_set));
  }

  Node changes(bool is_last, const Location& at) {
    Node sql = std::move(sql_);
    sql.name = "sql";
    sql.name_at = sql.value_at = at;
    Node text = text_node("sql", statements_);
    // As in SQL*Plus; the reference looks for it in the file's last changeset only.
    if (is_last && sql.child("endDelimiter") == nullptr && text.value.text.ends_with("\n/")) {
      Node delimiter = text;
      delimiter.name = "endDelimiter";
      delimiter.value = text_value("\n/$");
      sql.children.push_back(std::move(delimiter));
    }
    sql.children.push_back(std::move(text));
    Node changes;
    changes.name = "changes";
    changes.name_at = changes.value_at = at;
    changes.children.push_back(std::move(sql));
    return changes;
  }

  Node rollback() {
    Node text = text_node("rollback", undo_);
    const std::string lower = to_lower(text.value.text);
    if (lower.starts_with("not required") || lower.starts_with("empty")) {
      text.value = text_value("empty");
      return text;
    }
    if (lower.find("changesetid") != std::string::npos) return rollback_reference(text);
    Node sql = std::move(rollback_);
    sql.name = "sql";
    sql.name_at = sql.value_at = text.name_at;
    for (Node& attribute : sql.children) {
      // "rollbackSplitStatements" is splitStatements here.
      attribute.name = attribute.name.substr(std::string_view("rollback").size());
      attribute.name.front() = ascii_lower(attribute.name.front());
    }
    Node rollback = text;
    rollback.value = {};
    text.name = "sql";
    sql.children.push_back(std::move(text));
    rollback.children.push_back(std::move(sql));
    return rollback;
  }

  Node rollback_reference(Node rollback) {
    constexpr std::array<std::string_view, 3> kNames{"changeSetId", "changeSetAuthor",
                                                     "changeSetPath"};
    const std::string text = std::exchange(rollback.value, Value()).text;
    for (const std::string_view name : kNames) {
      const auto found = find_attribute(text, name, ValueForm::NotBlank);
      if (!found) continue;
      Node child;
      child.name = name;
      child.value = text_value(std::string(found->text));
      child.name_at = child.value_at = rollback.value_at;
      rollback.children.push_back(std::move(child));
    }
    return rollback;
  }

  Node* root_ = nullptr;
  std::vector<Node> logical_path_;  // one or none
  std::optional<Node> change_set_;
  Node sql_;       // attributes of its change
  Node rollback_;  // and of its rollback
  std::optional<Node> comment_;
  std::optional<Node> preconditions_;
  Text statements_;
  Text undo_;
};

Node child(std::string_view name, const char* value, const Location& at) {
  Node node;
  node.name = name;
  if (value != nullptr) node.value = text_value(value);
  node.name_at = node.value_at = at;
  return node;
}

}  // namespace

bool is_formatted_sql(std::string_view text) {
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!trim(line).empty()) return is_header(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return false;
}

Node read_formatted_sql(const SourceFile& file, Diagnostics& diagnostics) {
  return Reader(file, diagnostics).read();
}

Node read_plain_sql(const SourceFile& file, Diagnostics& diagnostics) {
  std::string_view text = file.text();
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  text = trim(text);
  const Location start = PlaceFinder(file).at(
      text.empty() ? 0 : static_cast<std::size_t>(text.data() - file.text().data()));
  if (text.empty()) {
    diagnostics.error(start, "the file is empty");
    return {};
  }
  Node sql = child("sql", nullptr, start);
  Node body = child("sql", nullptr, start);
  body.value = text_value(std::string(text));
  body.style = ScalarStyle::Verbatim;
  sql.children = {std::move(body), child("splitStatements", "false", start),
                  child("stripComments", "false", start)};
  Node changes = child("changes", nullptr, start);
  changes.children.push_back(std::move(sql));
  Node change_set = child("changeSet", nullptr, start);
  change_set.children = {child("id", "raw", start), child("author", "includeAll", start),
                         std::move(changes)};
  Node root = child("databaseChangeLog", nullptr, start);
  root.children.push_back(std::move(change_set));
  Node document;
  document.children.push_back(std::move(root));
  return document;
}

}  // namespace strata::document
