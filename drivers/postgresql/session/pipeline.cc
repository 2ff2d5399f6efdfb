#include "drivers/postgresql/session/pipeline.h"

#include <utility>

#include <pqxx/pqxx>

#include "drivers/postgresql/dialect.h"
#include "engine/base/text.h"
#include "engine/sql/lexer.h"

namespace strata::postgresql {
namespace {

constexpr std::size_t kMostStatements = 100;
constexpr std::size_t kMostBytes = 65536;

// The connection in pipeline mode, from which it comes back whatever happens.
class Mode {
 public:
  explicit Mode(PGconn* session) : session_(session) {
    // A COPY of libpqxx's leaves the end of its answers.
    while (next() != nullptr) continue;
    if (PQenterPipelineMode(session) == 0) throw pqxx::broken_connection(PQerrorMessage(session));
  }
  ~Mode() {
    // Nothing comes any more from a session that is lost.
    while (is_synchronizing_ && PQstatus(session_) == CONNECTION_OK) next();
    PQexitPipelineMode(session_);
  }
  Mode(const Mode&) = delete;
  Mode& operator=(const Mode&) = delete;

  void synchronize() { is_synchronizing_ = PQpipelineSync(session_) != 0; }

  Answer next() {
    Answer answer(PQgetResult(session_), PQclear);
    if (answer && PQresultStatus(answer.get()) == PGRES_PIPELINE_SYNC) is_synchronizing_ = false;
    return answer;
  }

 private:
  PGconn* session_;
  bool is_synchronizing_ = false;
};

// Outside of texts and names: the server refuses several statements here.
bool has_semicolon(std::string_view statement) {
  if (statement.find(';') == std::string_view::npos) return false;
  const sql::Lexer lexer(statement, postgresql_dialect().traits().lexical);
  for (std::size_t at = 0; at < statement.size();) {
    const sql::Token token = lexer.next(at);
    if (statement.substr(token.begin, token.end - token.begin) == ";") return true;
    at = token.end;
  }
  return false;
}

}  // namespace

bool Pipeline::takes(std::string_view statement) {
  const std::string_view text = trim(statement);
  const bool may_be_copy =
      text.starts_with("--") || text.starts_with("/*") || starts_with_ignore_case(text, "copy");
  return !may_be_copy && text.find('\0') == std::string_view::npos && !has_semicolon(text);
}

void Pipeline::add(std::string_view statement, Ended ended) {
  bytes_ += statement.size();
  statements_.push_back({std::string(statement), std::move(ended)});
}

bool Pipeline::is_full() const {
  return statements_.size() >= kMostStatements || bytes_ >= kMostBytes;
}

void Pipeline::clear() {
  statements_.clear();
  bytes_ = 0;
}

Answer Pipeline::run(PGconn* session) {
  const std::vector<Item> statements = std::exchange(statements_, {});
  bytes_ = 0;
  Mode mode(session);
  for (const Item& one : statements) {
    // Without the request to flush, the server tells of the first when the last has ended.
    const bool is_sent = PQsendQueryParams(session, one.text.c_str(), 0, nullptr, nullptr, nullptr,
                                           nullptr, 0) != 0 &&
                         PQsendFlushRequest(session) != 0;
    if (!is_sent) check(session, nullptr, one.text);
  }
  mode.synchronize();
  Answer last = no_answer();
  for (const Item& one : statements) {
    Answer answer = mode.next();
    check(session, answer.get(), one.text);
    if (one.ended) one.ended(affected_rows(answer.get()));
    mode.next();  // the end of this one's answers
    last = std::move(answer);
  }
  return last;
}

}  // namespace strata::postgresql
