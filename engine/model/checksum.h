// MD5SUM of a changeset, byte-identical to Liquibase 4.28's version 9 and to version 8 of its older
// releases. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/model/changeset.h"

namespace strata::model {

enum class ChecksumVersion : std::uint8_t { V8 = 8, V9 = 9 };

// Which text of an sqlFile counts. Liquibase before 4.26 took the expanded one by mistake.
enum class FileText : std::uint8_t { AsRead, Expanded };

// `dbms` is the short name of the database ("postgresql"): version 9 leaves out changes whose own
// dbms list does not match it. Files must have been read (Change::content).
std::string checksum(const ChangeSet& change_set, std::string_view dbms,
                     ChecksumVersion version = ChecksumVersion::V9,
                     FileText file_text = FileText::AsRead);

// The text form that is hashed for an ordinary change; for tests and for people who want to know
// why a checksum changed.
std::string checksum_text(const Change& change, ChecksumVersion version = ChecksumVersion::V9);

}  // namespace strata::model
