#include "engine/model/sql_visitor.h"

namespace strata::model {

std::string_view name_of(SqlVisitor::Kind kind) {
  switch (kind) {
    case SqlVisitor::Kind::Prepend:
      return "prepend";
    case SqlVisitor::Kind::Append:
      return "append";
    case SqlVisitor::Kind::AppendIfAbsent:
      return "appendSqlIfNotPresent";
    case SqlVisitor::Kind::Replace:
      return "replace";
    case SqlVisitor::Kind::RegExpReplace:
      return "regExpReplace";
  }
  return "";
}

}  // namespace strata::model
