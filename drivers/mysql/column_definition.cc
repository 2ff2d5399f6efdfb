#include "drivers/mysql/column_definition.h"

#include <algorithm>
#include <array>
#include <span>

#include "engine/base/text.h"

namespace strata::mysql {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The end of the text in quotes that begins at `begin`.
std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote != '`') {
      ++i;
    } else if (text[i] == quote) {
      if (i + 1 < text.size() && text[i + 1] == quote) {
        ++i;
      } else {
        return i + 1;
      }
    }
  }
  return text.size();
}

bool opens_quotes(char c) { return c == '\'' || c == '"' || c == '`'; }

std::size_t end_of_group(std::string_view text, std::size_t begin) {
  int depth = 0;
  for (std::size_t i = begin; i < text.size();) {
    if (opens_quotes(text[i])) {
      i = end_of_quoted(text, i);
      continue;
    }
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1;
    ++i;
  }
  return text.size();
}

struct Token {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// One quoted text, group in parentheses, comment or run of other characters.
Token next_token(std::string_view text, std::size_t from) {
  while (from < text.size() && is_space(text[from])) ++from;
  if (from == text.size()) return {from, from};
  if (opens_quotes(text[from])) return {from, end_of_quoted(text, from)};
  if (text[from] == '(') return {from, end_of_group(text, from)};
  if (text.substr(from, 2) == "/*") {
    const std::size_t end = text.find("*/", from + 2);
    return {from, end == std::string_view::npos ? text.size() : end + 2};
  }
  std::size_t end = from;
  while (end < text.size() && !is_space(text[end]) && text[end] != '(' && !opens_quotes(text[end]))
    ++end;
  return {from, end};
}

std::vector<std::string_view> tokens_of(std::string_view text) {
  std::vector<std::string_view> tokens;
  for (Token token = next_token(text, 0); token.begin < token.end;
       token = next_token(text, token.end)) {
    tokens.push_back(text.substr(token.begin, token.end - token.begin));
  }
  return tokens;
}

struct Opener {
  std::string_view word;
  ClauseKind kind;
};

constexpr std::array kOpeners{
    Opener{"AFTER", ClauseKind::Other},
    Opener{"AS", ClauseKind::Generated},
    Opener{"AUTO_INCREMENT", ClauseKind::AutoIncrement},
    Opener{"CHARACTER", ClauseKind::Charset},
    Opener{"CHARSET", ClauseKind::Charset},
    Opener{"CHECK", ClauseKind::Check},
    Opener{"COLLATE", ClauseKind::Charset},
    Opener{"COLUMN_FORMAT", ClauseKind::Other},
    Opener{"COMMENT", ClauseKind::Comment},
    Opener{"COMPRESSED", ClauseKind::Other},
    Opener{"CONSTRAINT", ClauseKind::Check},
    Opener{"DEFAULT", ClauseKind::Default},
    Opener{"FIRST", ClauseKind::Other},
    Opener{"GENERATED", ClauseKind::Generated},
    Opener{"INVISIBLE", ClauseKind::Other},
    Opener{"NOT", ClauseKind::Nullability},
    Opener{"NULL", ClauseKind::Nullability},
    Opener{"ON", ClauseKind::OnUpdate},
    Opener{"PRIMARY", ClauseKind::Other},
    Opener{"REF_SYSTEM_ID", ClauseKind::Other},
    Opener{"SRID", ClauseKind::Other},
    Opener{"STORAGE", ClauseKind::Other},
    Opener{"UNIQUE", ClauseKind::Other},
    Opener{"VISIBLE", ClauseKind::Other},
    Opener{"WITH", ClauseKind::Other},
    Opener{"WITHOUT", ClauseKind::Other},
};

// Whether the clause so far still waits for `token`, so that the token cannot open another one.
bool continues(const Clause& clause, std::string_view token) {
  const std::string text = to_upper(clause.text);
  switch (clause.kind) {
    case ClauseKind::Nullability:
      return text == "NOT";
    case ClauseKind::Default:
      return text == "DEFAULT";
    case ClauseKind::Generated:
      return text == "GENERATED ALWAYS";
    case ClauseKind::Check:
      return text.ends_with(" CHECK") || to_upper(token) == "CHECK";
    default:
      return false;
  }
}

const Opener* opener_of(std::string_view token) {
  const auto found = std::find_if(kOpeners.begin(), kOpeners.end(), [&](const Opener& opener) {
    return equals_ignore_case(opener.word, token);
  });
  return found == kOpeners.end() ? nullptr : &*found;
}

// Two clauses of one kind ("CHARACTER SET x", "COLLATE y") are kept as one.
void append(ColumnDefinition& definition, ClauseKind kind, std::string_view token) {
  for (Clause& clause : definition) {
    if (clause.kind == kind && kind != ClauseKind::Other) {
      clause.text.append(" ").append(token);
      return;
    }
  }
  definition.push_back({kind, std::string(token)});
}

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find_first_of(" ("));
}

constexpr std::array<std::string_view, 9> kTextTypes{
    "char", "enum", "longtext", "mediumtext", "set", "text", "tinytext", "varchar", "character"};
constexpr std::array<std::string_view, 8> kNumberTypes{
    "bigint", "double", "float", "int", "integer", "mediumint", "smallint", "tinyint"};
constexpr std::array<std::string_view, 2> kMomentTypes{"datetime", "timestamp"};

bool fits(const Clause& clause, std::string_view type) {
  switch (clause.kind) {
    case ClauseKind::Type:
      return false;
    case ClauseKind::Charset:
      return is_one_of_ignoring_case(type, kTextTypes);
    case ClauseKind::OnUpdate:
      return is_one_of_ignoring_case(type, kMomentTypes);
    case ClauseKind::AutoIncrement:
      return is_one_of_ignoring_case(type, kNumberTypes);
    // MariaDB's JSON is longtext with this check; it comes back with the type by itself.
    case ClauseKind::Check:
      return clause.text.find("json_valid(") == std::string::npos;
    default:
      return true;
  }
}

std::optional<std::string_view> line_of(std::string_view create_table, std::string_view column) {
  std::size_t at = create_table.find('\n');
  while (at != std::string_view::npos) {
    const std::size_t next = create_table.find('\n', at + 1);
    std::string_view line = trim(create_table.substr(at + 1, next - at - 1));
    if (!line.empty() && line.front() == '`') {
      const std::size_t end = end_of_quoted(line, 0);
      const std::string name = replace_all(std::string(line.substr(1, end - 2)), "``", "`");
      if (equals_ignore_case(name, column)) {
        line.remove_prefix(end);
        if (line.ends_with(',')) line.remove_suffix(1);
        return trim(line);
      }
    }
    at = next;
  }
  return std::nullopt;
}

}  // namespace

ColumnDefinition parse_definition(std::string_view text) {
  ColumnDefinition definition;
  ClauseKind current = ClauseKind::Type;
  std::size_t end_before = 0;
  for (const std::string_view token : tokens_of(text)) {
    const auto begin = static_cast<std::size_t>(token.data() - text.data());
    const bool adjacent = !definition.empty() && begin == end_before;
    end_before = begin + token.size();
    const Opener* opener = opener_of(token);
    if (adjacent) {
      definition.back().text.append(token);
    } else if (definition.empty() || continues(definition.back(), token)) {
      append(definition, current, token);
    } else if (token.starts_with("/*")) {
      definition.push_back({current = ClauseKind::Other, std::string(token)});
    } else if (opener != nullptr) {
      append(definition, current = opener->kind, token);
    } else if (definition.back().kind == current) {
      definition.back().text.append(" ").append(token);
    } else {
      append(definition, current, token);
    }
  }
  return definition;
}

std::string to_text(const ColumnDefinition& definition) {
  ColumnDefinition sorted = definition;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Clause& a, const Clause& b) { return a.kind < b.kind; });
  std::string text;
  for (const Clause& clause : sorted) {
    if (!text.empty()) text += ' ';
    text += clause.text;
  }
  return text;
}

const Clause* find_clause(const ColumnDefinition& definition, ClauseKind kind) {
  const auto found = std::find_if(definition.begin(), definition.end(),
                                  [&](const Clause& clause) { return clause.kind == kind; });
  return found == definition.end() ? nullptr : &*found;
}

void set_clause(ColumnDefinition& definition, ClauseKind kind, std::string text) {
  std::erase_if(definition, [&](const Clause& clause) { return clause.kind == kind; });
  if (!text.empty()) definition.push_back({kind, std::move(text)});
}

std::optional<ColumnDefinition> existing_definition(const schema::Table& table,
                                                    std::string_view column) {
  if (const auto line = line_of(table.definition, column)) return parse_definition(*line);
  const schema::Column* found = table.find_column(column);
  if (found == nullptr || found->generated) return std::nullopt;
  ColumnDefinition definition = parse_definition(found->type);
  set_clause(definition, ClauseKind::Nullability, found->nullable ? "NULL" : "NOT NULL");
  if (found->default_expression) {
    set_clause(definition, ClauseKind::Default, "DEFAULT " + *found->default_expression);
  }
  if (found->auto_increment) set_clause(definition, ClauseKind::AutoIncrement, "AUTO_INCREMENT");
  if (found->remarks && !found->remarks->empty()) {
    std::string text = replace_all(replace_all(*found->remarks, "\\", "\\\\"), "'", "''");
    set_clause(definition, ClauseKind::Comment, "COMMENT '" + text + "'");
  }
  return definition;
}

ColumnDefinition restated(const ColumnDefinition& existing, std::string_view wanted) {
  ColumnDefinition definition = parse_definition(wanted);
  if (definition.empty()) return existing;
  const std::string type(first_word(definition.front().text));
  for (const Clause& clause : existing) {
    const bool given =
        clause.kind != ClauseKind::Other && find_clause(definition, clause.kind) != nullptr;
    if (!given && fits(clause, type)) definition.push_back(clause);
  }
  return definition;
}

}  // namespace strata::mysql
