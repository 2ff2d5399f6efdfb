#include "drivers/sqlite/client.h"

#include "engine/base/error.h"

namespace strata::sqlite {

driver::ClientCall call_client(const driver::ConnectOptions& options, std::string_view client,
                               bool in_transaction) {
  const std::string& file = options.url.database;
  if (file.empty() || file.find(":memory:") != std::string::npos) {
    throw Error(ErrorKind::Changelog, "sqlite3 cannot see a database in this program's memory")
        .with_hint("use a file, or leave out runWith");
  }
  driver::ClientCall call;
  call.program = client;
  call.arguments = {"-batch", "-bail", "-cmd", ".timeout 10000",
                    file.starts_with('-') ? "./" + file : file};
  if (in_transaction) {
    call.opening = "BEGIN IMMEDIATE;\n";
    call.closing = "COMMIT;\n";
  }
  call.line_mark = "near line ";
  return call;
}

}  // namespace strata::sqlite
