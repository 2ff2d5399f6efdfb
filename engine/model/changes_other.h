// Changes of views and data, raw SQL, and the changes that touch no schema. Plain data; the fields
// are described in field_tables_other.cc.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/model/column.h"
#include "engine/model/file_content.h"
#include "engine/model/value.h"

namespace strata::model {

struct CreateView {
  Text catalog_name;
  Text schema_name;
  Text view_name;
  Text select_query;
  Flag full_definition;
  Flag replace_if_exists;
  Text remarks;
  Text path;
  Flag relative_to_changelog_file;
  Text encoding;
  std::shared_ptr<const FileContent> content;  // set by the loader when there is a path
  SourceText query_at;

  bool operator==(const CreateView&) const = default;
};

struct DropView {
  Text catalog_name;
  Text schema_name;
  Text view_name;
  Flag if_exists;

  bool operator==(const DropView&) const = default;
};

struct RenameView {
  Text catalog_name;
  Text schema_name;
  Text old_view_name;
  Text new_view_name;

  bool operator==(const RenameView&) const = default;
};

struct Insert {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  std::vector<Column> columns;
  Text dbms;

  bool operator==(const Insert&) const = default;
};

struct Update {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  std::vector<Column> columns;
  Text where;
  std::vector<Column> where_params;  // `whereParams`; not part of the checksum

  bool operator==(const Update&) const = default;
};

struct Delete {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text where;
  std::vector<Column> where_params;

  bool operator==(const Delete&) const = default;
};

struct Sql {
  Text dbms;
  Text end_delimiter;
  Flag split_statements;  // absent = true
  Flag strip_comments;    // absent = false
  Text sql;               // trimmed
  Text comment;
  SourceText sql_at;
  std::string untrimmed;    // the text at that place, after ${...}
  std::size_t trimmed = 0;  // bytes cut off its front

  bool operator==(const Sql&) const = default;
};

struct SqlFile {
  Text dbms;
  Text end_delimiter;
  Flag split_statements;
  Flag strip_comments;
  Text path;
  Text encoding;
  Flag relative_to_changelog_file;
  std::shared_ptr<const FileContent> content;  // set by the loader

  bool operator==(const SqlFile&) const = default;
};

struct TagDatabase {
  Text tag;

  bool operator==(const TagDatabase&) const = default;
};

struct Empty {
  bool operator==(const Empty&) const = default;
};

}  // namespace strata::model
