// A changeset and a changelog as loaded: properties expanded, files included, nothing filtered but
// what the reference drops while reading. Plain data; a Changelog owns the texts its places point
// to.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/source_map.h"
#include "engine/model/change.h"
#include "engine/model/precondition.h"
#include "engine/model/sql_visitor.h"

namespace strata::model {

enum class QuotingStrategy : std::uint8_t { Legacy, QuoteAllObjects, QuoteOnlyReservedWords };

// As changelogs spell it.
std::string_view to_string(QuotingStrategy strategy);

// An explicit `rollback` block. No changes = deliberately nothing to do (`rollback: empty`).
struct Rollback {
  std::vector<Change> changes;
  Place at;
};

// Identifies a changeset; equal ignoring case, as the reference compares.
struct ChangeSetKey {
  std::string id;
  std::string author;
  std::string path;  // as in FILENAME
};

// "path::id::author", the reference's way to name a changeset.
std::string to_string(const ChangeSetKey& key);
// For maps: two keys that name the same changeset give the same text (case and the writing of the
// path do not count).
std::string lookup_key(const ChangeSetKey& key);

struct ChangeSet {
  ChangeSetKey key;
  Place at;
  std::vector<Change> changes;
  std::optional<Preconditions> preconditions;
  std::vector<SqlVisitor> visitors;  // `modifySql`, as far as it applies to the run
  std::optional<Rollback> rollback;  // absent: the inverse of each change
  Text dbms;
  // Expressions that must all hold: of the file, of its includes outwards, its own.
  std::vector<std::string> contexts;
  std::vector<std::string> labels;  // its own, lower case
  // Of each include outwards; a label filter must match each of these lists as well as its own.
  std::vector<std::vector<std::string>> include_labels;
  std::string comments;
  bool run_always = false;
  bool run_on_change = false;
  bool fail_on_error = true;
  bool run_in_transaction = true;
  bool ignore = false;
  Text run_order;  // "first" or "last"
  Text run_with;
  Text created;
  // As the changelog has them ("5s"); Strata's own, and not part of the checksum.
  Text lock_timeout;
  Text statement_timeout;
  std::vector<std::string> valid_checksums;
  QuotingStrategy quoting = QuotingStrategy::Legacy;
};

// CONTEXTS of the history row: the parts joined with " AND ", parenthesised where they hold a blank
// or comma; absent without any.
Text contexts_text(const ChangeSet& change_set);
// LABELS of the history row; absent without any.
Text labels_text(const ChangeSet& change_set);
inline constexpr std::size_t kDescriptionLimit = 250;

// DESCRIPTION of the history row: each change with its names, cut to that many UTF-16 units.
std::string description(const ChangeSet& change_set, std::size_t limit = kDescriptionLimit);
// At most `limit` UTF-16 units: longer texts end in "...". For DESCRIPTION and COMMENTS (250).
std::string limit_utf16(std::string_view text, std::size_t limit);
// The tag of its first tagDatabase.
Text tag_of(const ChangeSet& change_set);

struct Changelog {
  std::string path;                          // of the root file, as given
  std::vector<Preconditions> preconditions;  // of each of its files
  std::deque<ChangeSet> change_sets;         // thousands, which are not to be moved as they come
  std::shared_ptr<SourceMap> sources = std::make_shared<SourceMap>();
};

}  // namespace strata::model
