#include "engine/run/statement_runner.h"

#include <algorithm>

#include "engine/sql/script_text.h"

namespace strata::run {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

}  // namespace

void ScriptRunner::print(std::string_view text) {
  if (in_transaction_) {
    held_ += text;
  } else {
    out_ << text;
  }
}

std::int64_t ScriptRunner::run(const sql::Statement& statement) {
  const sql::Traits& traits = dialect_.traits();
  const std::string text = sql::script_text(statement, traits.lexical).text;
  if (!says_encoding_ && !traits.encoding_statement.empty() && !is_ascii(text)) {
    says_encoding_ = true;
    print(traits.encoding_statement);
    print(";\n\n");
  }
  print(text);
  print("\n");
  needs_transaction_ =
      needs_transaction_ ||
      sql::starts_with_any(statement.text, traits.only_in_transactions, traits.lexical);
  if (simulation_ != nullptr) simulation_->apply(statement.text);
  return 0;
}

// Each line of a changelog's comment gets its own marker, so that no line of it can become SQL.
void ScriptRunner::comment(std::string_view line) {
  while (true) {
    const std::size_t end = line.find_first_of("\r\n");
    print("-- ");
    print(line.substr(0, end));
    print("\n");
    if (end == std::string_view::npos) return;
    const bool crlf = line.substr(end).starts_with("\r\n");
    line.remove_prefix(end + (crlf ? 2 : 1));
  }
}

void ScriptRunner::begin() {
  in_transaction_ = true;
  needs_transaction_ = transactions_ == ScriptTransactions::Always;
}

void ScriptRunner::commit() {
  in_transaction_ = false;
  if (needs_transaction_) {
    out_ << dialect_.traits().begin_statement << ";\n\n" << held_ << "COMMIT;\n\n";
  } else {
    out_ << held_;
  }
  held_.clear();
}

void ScriptRunner::rollback() noexcept {
  in_transaction_ = false;
  says_encoding_ = false;
  held_.clear();
}

}  // namespace strata::run
