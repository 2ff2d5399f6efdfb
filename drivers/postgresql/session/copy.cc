#include "drivers/postgresql/session/copy.h"

#include <algorithm>
#include <charconv>

#include <pqxx/pqxx>
#include <pqxx/tablewriter>

#include "engine/base/text.h"
#include "engine/sql/lexer.h"

namespace strata::postgresql {
namespace {

constexpr std::string_view kCopy = "COPY";

// Behind the comments before it.
std::size_t start_of_copy(std::string_view statement) {
  sql::LexicalRules rules;
  rules.nested_comments = true;
  const sql::Lexer lexer(statement, rules);
  std::size_t at = 0;
  while (at < statement.size()) {
    const sql::Token token = lexer.next(at);
    if (token.kind == sql::Token::Kind::Word) break;
    at = token.end;
  }
  return at;
}

// "COPY t, line 3, column id: ..." without the line, which is none of the file's.
std::string without_line(std::string_view help) {
  std::string kept;
  while (!help.empty()) {
    const std::size_t end = std::min(help.find('\n'), help.size());
    std::string_view line = help.substr(0, end);
    help.remove_prefix(std::min(end + 1, help.size()));
    if (line.starts_with("COPY ") && line_of_copy(line)) {
      const std::size_t column = line.find(", ", line.find(", ") + 2);
      const std::size_t row = line.find(": ");
      if (column > row) continue;
      line.remove_prefix(column + 2);
    }
    if (!kept.empty()) kept += '\n';
    kept += line;
  }
  return kept;
}

}  // namespace

struct Copy::Stream {
  // Not stream_to, which takes only tuples in libpqxx 6.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  Stream(pqxx::connection_base& handle, const std::string& name)
      : work(handle), writer(work, name) {}
#pragma GCC diagnostic pop

  pqxx::nontransaction work;
  pqxx::tablewriter writer;
};

// libpqxx appends FROM STDIN to what it takes for a table's name.
Copy::Copy(pqxx::connection_base& handle, const std::string& what)
    : stream_(std::make_unique<Stream>(handle, what + "\n--")) {}

Copy::~Copy() = default;

void Copy::write(const std::string& lines) { stream_->writer.write_raw_line(lines); }

void Copy::complete() { stream_->writer.complete(); }

std::optional<std::size_t> line_of_copy(std::string_view message) {
  const std::size_t copy = message.find("COPY ");
  const std::size_t comma = message.find(", ", std::min(copy, message.size()));
  const std::size_t digit = message.find_first_of("0123456789", std::min(comma, message.size()));
  if (digit == std::string_view::npos) return std::nullopt;
  std::size_t line = 0;
  std::from_chars(message.data() + digit, message.data() + message.size(), line);
  return line > 0 ? std::optional(line) : std::nullopt;
}

std::int64_t copy_rows(CopySession& session, std::string_view statement, std::string_view rows) {
  constexpr std::size_t kMostAtOnce = 65536;
  const std::size_t start = start_of_copy(statement);
  const std::string_view copy = statement.substr(start);
  try {
    Copy stream(session.handle(), std::string(copy.substr(std::min(kCopy.size(), copy.size()))));
    for (std::string_view rest = rows; !rest.empty();) {
      std::size_t end = rest.size();
      if (end > kMostAtOnce) end = std::min(rest.find('\n', kMostAtOnce), rest.size() - 1) + 1;
      stream.write(std::string(rest.substr(0, end)));
      rest.remove_prefix(end);
    }
    stream.complete();
  } catch (const std::exception& error) {
    Error own = session.failed(error, copy);
    if (!own.sql()) throw own;
    SqlFailure failure = *own.sql();
    failure.statement = statement;
    if (failure.offset) *failure.offset += start;
    const std::optional<std::size_t> line = line_of_copy(own.hint());
    if (!line) throw std::move(own).with_sql(std::move(failure));
    failure.row = *line - 1;
    const std::string help = without_line(own.hint());
    throw std::move(own).with_sql(std::move(failure)).with_hint(help);
  }
  return std::count(rows.begin(), rows.end(), '\n');
}

}  // namespace strata::postgresql
