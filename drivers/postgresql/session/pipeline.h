// Statements that go to the server together, in libpq's pipeline mode: each is parsed, run and
// answered by itself and in turn, but nobody waits for the answers in between. What follows a
// failed one is not run. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/postgresql/session/answer.h"

namespace strata::postgresql {

class Pipeline {
 public:
  // Gets the number of rows affected.
  using Ended = std::function<void(std::int64_t)>;

  // Whether it can go this way: as one statement, not as rows of a COPY.
  static bool takes(std::string_view statement);

  void add(std::string_view statement, Ended ended = nullptr);
  bool is_empty() const { return statements_.empty(); }
  // Whether it is time to run them, as the server's answers need memory too.
  bool is_full() const;
  void clear();

  // Runs them all; returns the answer to the last one. Throws pqxx::sql_error, whose query() is the
  // statement that failed.
  Answer run(PGconn* session);

 private:
  struct Item {
    std::string text;
    Ended ended;
  };

  std::vector<Item> statements_;
  std::size_t bytes_ = 0;
};

}  // namespace strata::postgresql
