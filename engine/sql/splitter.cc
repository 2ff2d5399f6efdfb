#include "engine/sql/splitter.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/sql/body.h"
#include "engine/sql/copy_block.h"
#include "engine/sql/delimiter.h"
#include "engine/sql/lexer.h"

namespace strata::sql {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

using Kind = Token::Kind;

class Splitter {
 public:
  Splitter(std::string_view text, const SplitOptions& options, const LexicalRules& rules,
           std::vector<Mistake>* mistakes)
      : text_(text),
        options_(options),
        rules_(rules),
        mistakes_(mistakes),
        lexer_(text, rules),
        body_(rules.bodies) {
    set_delimiters(options.end_delimiter);
  }

  std::vector<Piece> run() {
    std::size_t at = 0;
    while (at < text_.size()) {
      const std::size_t behind = behind_ending(at);
      if (behind != kNone) {
        at = behind;
        continue;
      }
      const Token token = before_delimiter(lexer_.next(at));
      take(token);
      at = token.end;
    }
    finish(text_.size());
    return std::move(pieces_);
  }

 private:
  void set_delimiters(const model::Text& given) {
    delimiters_ = delimiters_of(given);
    // Any other delimiter was chosen because the bodies have semicolons.
    knows_bodies_ = delimiters_.front().text == ";";
  }

  void report(std::size_t offset, std::string message, std::string hint) {
    if (mistakes_ != nullptr) mistakes_->push_back({offset, std::move(message), std::move(hint)});
  }

  // If the statement ends at `at`, or a line for a client stands there: what follows. Else npos.
  std::size_t behind_ending(std::size_t at) {
    if (text_[at] == ';' && is_copy(at)) return take_copy(at);
    if (!options_.split) return kNone;
    if (const std::optional<Ending> ending = ending_at(at)) {
      finish(at);
      if (ending->is_go) end_batch(at, ending->times);
      return start_ = ending->end;
    }
    std::size_t end = delimiter_command_end(at);
    if (end == kNone) end = client_command_end(at);
    if (end != kNone) start_ = end;
    return end;
  }

  std::optional<Ending> ending_at(std::size_t at) const {
    for (const Delimiter& delimiter : delimiters_) {
      // No body has a line with only GO or /.
      if (knows_bodies_ && body_.is_open() && !delimiter.alone) continue;
      if (const std::optional<Ending> found = sql::ending_at(text_, at, delimiter)) return found;
    }
    return std::nullopt;
  }

  // GO 3 means all since the last one.
  void end_batch(std::size_t at, std::size_t times) {
    constexpr std::size_t kMost = 100'000;  // repetitions in one text
    repeated_ += times > 1 ? std::min(times, kMost) * (pieces_.size() - batch_) : 0;
    if (repeated_ > kMost) {
      report(at, "GO repeats too many statements", fmt::format("at most {} in one text", kMost));
      times = 1;
    }
    const std::vector<Piece> batch(pieces_.begin() + static_cast<std::ptrdiff_t>(batch_),
                                   pieces_.end());
    for (; times > 1; --times) pieces_.insert(pieces_.end(), batch.begin(), batch.end());
    batch_ = pieces_.size();
  }

  // A word as far as it is none of a delimiter that may stand right behind it: END$$
  Token before_delimiter(Token token) const {
    if (token.kind != Kind::Word || !options_.split) return token;
    const char first = delimiters_.front().text.front();
    if (first != '$' && static_cast<unsigned char>(first) < 0x80U) return token;
    for (std::size_t at = token.begin; at < token.end; ++at) {
      if (!ending_at(at)) continue;
      token.end = at;
      break;
    }
    return token;
  }

  std::string_view line_at(std::size_t at) const {
    return text_.substr(at, std::min(text_.find_first_of("\r\n", at), text_.size()) - at);
  }

  bool is_line_start(std::size_t at) const {
    while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
    return at == 0 || text_[at - 1] == '\n' || text_[at - 1] == '\r';
  }

  // The mysql client's own command, which the server does not know: DELIMITER $$
  std::size_t delimiter_command_end(std::size_t at) {
    constexpr std::string_view kCommand = "delimiter";
    const bool is_word =
        rules_.delimiter_commands && starts_with_ignore_case(text_.substr(at), kCommand) &&
        at + kCommand.size() < text_.size() && is_blank(text_[at + kCommand.size()]);
    if (!is_word || (has_code_ && !is_line_start(at))) return kNone;
    const std::string_view line = line_at(at);
    std::string_view wanted = trim(line.substr(kCommand.size()));
    wanted = wanted.substr(0, wanted.find_first_of(" \t"));
    const bool is_quoted = wanted.size() > 2 && wanted.front() == wanted.back() &&
                           (wanted.front() == '\'' || wanted.front() == '"');
    if (is_quoted) wanted = wanted.substr(1, wanted.size() - 2);
    if (wanted.empty() || (has_code_ && !ends_statement(wanted, line))) return kNone;
    finish(at);
    set_delimiters(wanted == ";" ? std::nullopt : model::Text(wanted));
    return at + line.size();
  }

  // Whether it is the command also behind a statement that lacks its delimiter, and not a column's
  // name.
  bool ends_statement(std::string_view wanted, std::string_view line) const {
    const bool has_other = delimiters_.front().text != ";";
    const bool is_plausible =
        wanted == ";" ? has_other
                      : wanted.size() > 1 && wanted != "||" && wanted != "&&" &&
                            wanted.find_first_not_of("$/;|#@!~^&%\\") == std::string_view::npos;
    return is_plausible && trim(line).ends_with(wanted);
  }

  // A line that psql does not send: \restrict of pg_dump.
  std::size_t client_command_end(std::size_t at) {
    if (!rules_.copy_blocks || has_code_ || text_[at] != '\\') return kNone;
    const std::string_view line = line_at(at);
    const std::string_view command = line.substr(0, line.find_first_of(" \t"));
    if (!is_one_of(command, {"\\restrict", "\\unrestrict"})) {
      report(at, fmt::format("{} is a command of psql, not of the server", command),
             command == "\\." ? "it ends rows behind COPY ... FROM stdin;"
                              : "runWith: psql has it run the changeset");
    }
    return at + line.size();
  }

  // Whether the statement that ends at `at` is a COPY ... FROM stdin.
  bool is_copy(std::size_t at) const {
    return starts_with_ignore_case(text_.substr(std::min(first_, at), at - std::min(first_, at)),
                                   "copy") &&
           copies_from_client(text_.substr(first_, at - first_), rules_);
  }

  std::size_t take_copy(std::size_t at) {
    const std::optional<RowLines> lines = rows_behind(text_, at);
    if (rules_.copy_blocks && lines) {
      const std::string_view rest = trim(line_at(at + 1));
      if (!rest.empty() && !rest.starts_with("--")) {
        report(at + 1, "the rows of COPY ... FROM stdin start on the next line", "");
      } else if (!options_.split && (!is_first_ || has_code(lines->behind))) {
        report(first_, "COPY ... FROM stdin must be the only statement where none is split off",
               "leave out `splitStatements: false`");
      }
    } else {
      report_copy();
    }
    finish(at, true);
    if (!lines) return start_ = text_.size();
    pieces_.back().rows =
        CopyRows{std::string(text_.substr(lines->begin, lines->end - lines->begin)), lines->begin};
    return start_ = lines->behind;
  }

  // That its rows cannot be found, or have nowhere to go.
  void report_copy() {
    if (!rules_.copy_blocks) {
      report(first_, "COPY ... FROM stdin is known to PostgreSQL only",
             "restrict it to that with `dbms`");
    } else {
      report(first_, "the rows of this COPY ... FROM stdin have no end",
             "they stand behind its semicolon, and a line with only \\. ends them");
    }
  }

  bool has_code(std::size_t at) const {
    for (Token token; at < text_.size(); at = token.end) {
      token = lexer_.next(at);
      if (token.kind != Kind::Blank && token.kind != Kind::Comment) return true;
    }
    return false;
  }

  void take(const Token& token) {
    const std::string_view text = text_.substr(token.begin, token.end - token.begin);
    const bool is_executed = lexer_.is_executed(token);
    if (is_executed) {
      follow_inside(token);
    } else {
      follow(token);
    }
    const bool is_comment = token.kind == Kind::Comment && !is_executed;
    has_backslash_ = has_backslash_ || (token.kind == Kind::Quoted && !text.starts_with('$') &&
                                        text.find('\\') != std::string_view::npos);
    if (options_.strip_comments) strip(token, text, is_comment);
    if (!token.is_closed && options_.split) report_open(token, text);
    if (token.kind == Kind::Blank || is_comment) return;
    has_code_ = true;
    first_ = std::min(first_, token.begin);
    code_ = std::min(code_, token.begin);
    if (!options_.split && text == ";") {
      first_ = kNone;
      is_first_ = false;
    }
  }

  void follow(const Token& token) {
    const std::string_view text = text_.substr(token.begin, token.end - token.begin);
    if (token.kind == Kind::Word) body_.word(text);
    if (token.kind == Kind::Symbol) body_.symbol(text.front());
    if (token.kind == Kind::Quoted) body_.quoted();
  }

  // /*!50003 CREATE */ PROCEDURE ...
  void follow_inside(const Token& comment) {
    std::size_t at = text_.find('!', comment.begin) + 1;
    while (at < comment.end && text_[at] >= '0' && text_[at] <= '9') ++at;
    while (at + 2 < comment.end) {
      const Token token = lexer_.next(at);
      follow(token);
      at = token.end;
    }
  }

  void report_open(const Token& token, std::string_view text) {
    if (token.kind == Kind::Comment) {
      return report(token.begin, "this comment is never closed",
                    rules_.nested_comments ? "each /* inside needs a */ of its own" : "");
    }
    if (text.starts_with('$')) {
      const std::string_view tag = text.substr(0, text.find('$', 1) + 1);
      return report(token.begin, "this dollar quote is never closed",
                    fmt::format("{} closes it", tag));
    }
    // Whether a backslash escapes a quote is a setting of some servers.
    if (has_backslash_) return;
    const bool is_string =
        text.front() == '\'' || (text.front() == '"' && rules_.double_quoted_strings);
    report(token.begin,
           fmt::format("this {} is never closed", is_string ? "string" : "quoted name"), "");
  }

  void strip(const Token& token, std::string_view text, bool is_comment) {
    if (stripped_.empty()) {
      if (is_comment || token.kind == Kind::Blank) return;
      stripped_at_ = token.begin;
    }
    if (is_comment) {
      // A comment separates words as a blank does.
      gap_ = !is_blank(stripped_.back());
      return;
    }
    if (gap_ && token.kind != Kind::Blank) stripped_ += ' ';
    gap_ = false;
    const std::size_t by = token.begin - stripped_at_ - stripped_.size();
    if (by != (shifts_.empty() ? 0 : shifts_.back().by)) shifts_.push_back({stripped_.size(), by});
    stripped_ += text;
  }

  void finish(std::size_t end, bool has_rows = false) {
    if (has_code_ && !has_rows && is_copy(end)) report_copy();
    if (has_code_) {
      Piece& piece = pieces_.emplace_back();
      if (options_.strip_comments) {
        piece.text = trim(stripped_);
        piece.offset = stripped_at_;
        piece.shifts = std::move(shifts_);
      } else {
        const std::string_view text = trim(text_.substr(start_, end - start_));
        piece.text = text;
        piece.offset = static_cast<std::size_t>(text.data() - text_.data());
        piece.code_offset = code_ - piece.offset;
      }
    }
    stripped_.clear();
    shifts_.clear();
    gap_ = false;
    has_code_ = false;
    first_ = kNone;
    code_ = kNone;
    body_.reset();
  }

  std::string_view text_;
  const SplitOptions& options_;
  const LexicalRules& rules_;
  std::vector<Mistake>* mistakes_;
  Lexer lexer_;
  Body body_;
  std::vector<Delimiter> delimiters_;
  bool knows_bodies_ = true;
  std::size_t start_ = 0;
  std::size_t code_ = kNone;   // where the piece's code starts
  std::size_t first_ = kNone;  // and that of the statement, where none is split off
  bool is_first_ = true;
  bool has_code_ = false;
  bool has_backslash_ = false;  // a quoted text so far
  std::string stripped_;
  std::size_t stripped_at_ = 0;
  std::vector<Shift> shifts_;
  bool gap_ = false;
  std::size_t batch_ = 0;  // the first piece behind the last GO
  std::size_t repeated_ = 0;
  std::vector<Piece> pieces_;
};

}  // namespace

std::vector<Piece> split(std::string_view text, const SplitOptions& options,
                         const LexicalRules& rules, std::vector<Mistake>* mistakes) {
  return Splitter(text, options, rules, mistakes).run();
}

}  // namespace strata::sql
