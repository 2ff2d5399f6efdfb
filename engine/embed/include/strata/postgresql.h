// A migration over a session that the program has with PostgreSQL, by libpqxx 6 or by libpq.
#pragma once

#include <libpq-fe.h>

#include <pqxx/connection_base>

#include "strata/strata.h"

namespace strata {
inline namespace v1 {
namespace detail {

// libpqxx gives libpq's session to none but its own classes. An explicit instantiation may name
// what is private ([temp.spec.general]).
using Session = PGconn* (pqxx::connection_base::*)() const;
Session session_function(int);
template <Session kFunction>
struct SessionFunction {
  friend Session session_function(int) { return kFunction; }
};
template struct SessionFunction<&pqxx::connection_base::raw_connection>;

}  // namespace detail

// See strata_adopt(). Notices that come during a call go to nobody, and afterwards to libpq's
// default; `SET` of a call is undone at its end.
inline Migration& adopt(Migration& migration, PGconn* session) {
  return migration.adopt("postgresql", session);
}
inline Migration& adopt(Migration& migration, pqxx::connection_base& session) {
  return adopt(migration, (session.*detail::session_function(0))());
}

}  // namespace v1
}  // namespace strata
