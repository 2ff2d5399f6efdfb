#include "engine/base/error.h"

#include <utility>

namespace strata {

Error&& Error::with_hint(std::string hint) && {
  hint_ = std::move(hint);
  return std::move(*this);
}

Error&& Error::with_sql(SqlFailure sql) && {
  sql_ = std::move(sql);
  return std::move(*this);
}

Error&& Error::at(const Location& place) && {
  diagnostics_.push_back(make_diagnostic(Severity::Error, place, what(), hint_));
  return std::move(*this);
}

Error&& Error::with_diagnostics(std::vector<Diagnostic> diagnostics) && {
  diagnostics_ = std::move(diagnostics);
  return std::move(*this);
}

}  // namespace strata
