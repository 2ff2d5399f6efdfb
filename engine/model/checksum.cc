#include "engine/model/checksum.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/base/digest.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/model/dbms.h"

namespace strata::model {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

std::string with_version(ChecksumVersion version, const std::string& hex) {
  return fmt::format("{}:{}", static_cast<int>(version), hex);
}

std::string unix_lines(std::string text) {
  return replace_all(replace_all(std::move(text), "\r\n", "\n"), "\r", "\n");
}

std::string text_sum(std::string text, ChecksumVersion version) {
  text = replace_all(unix_lines(std::move(text)), kReplacement, "");
  return with_version(version, md5_hex(normalize_nfc(text)));
}

constexpr bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

std::string sql_sum(std::string_view sql) {
  std::string packed;
  packed.reserve(sql.size());
  std::copy_if(sql.begin(), sql.end(), std::back_inserter(packed),
               [](char c) { return !is_blank(c); });
  return with_version(ChecksumVersion::V9, md5_hex(packed));
}

// Version 8: runs of blanks count as one, and the splitting options count.
std::string sql_sum_v8(std::string_view sql, const Text& end_delimiter, bool split, bool strip) {
  std::string packed = fmt::format("{}:{}:{}:", end_delimiter.value_or("null"), split, strip);
  const std::size_t start = packed.size();
  bool pending_blank = false;
  for (const char c : sql) {
    if (is_blank(c)) {
      pending_blank = packed.size() > start;
      continue;
    }
    // Java reads byte FF after blanks as the end of its input and drops both.
    if (pending_blank && c == '\xFF') {
      pending_blank = false;
      continue;
    }
    if (pending_blank) packed += ' ';
    pending_blank = false;
    packed += c;
  }
  return with_version(ChecksumVersion::V8, md5_hex(packed));
}

// Writes the text form: one line a present field, sorted, nested blocks indented by four.
class TextForm {
 public:
  TextForm(std::string_view change, ChecksumVersion version) : change_(change), version_(version) {}

  std::string block(std::span<const Field> fields, void* object, std::size_t level) const {
    std::vector<std::string> lines;
    for (const Field& field : fields) {
      if (is_left_out(field)) continue;
      for (const std::string_view name : names_of(field)) {
        std::string line = rendered(name, field, field.ref(object), level);
        if (!line.empty()) lines.push_back(indent(level) + line);
      }
    }
    std::sort(lines.begin(), lines.end());
    std::string text = "[";
    for (const std::string& line : lines) text += "\n" + line;
    if (!lines.empty()) text += "\n";
    return unix_lines(text + indent(level - 1) + "]");
  }

 private:
  static std::string indent(std::size_t level) { return std::string(4 * level, ' '); }

  bool is_left_out(const Field& field) const {
    return field.has(version_ == ChecksumVersion::V8 ? Field::kNotSummedV8 : Field::kNotSummed);
  }

  // In version 8, programs had the body that procedures have as well.
  std::vector<std::string_view> names_of(const Field& field) const {
    if (version_ == ChecksumVersion::V8) {
      if (field.name == "procedureText") return {"procedureBody"};
      if (field.name == "functionBody") return {"functionBody", "procedureBody"};
    }
    return {field.name};
  }

  std::string rendered(std::string_view name, const Field& field, const FieldRef& value,
                       std::size_t level) const {
    const auto scalar = [&](const auto& text) { return fmt::format("{}=\"{}\"", name, text); };
    return std::visit(
        Overloaded{
            [&](const Text* text) { return *text ? scalar(**text) : std::string(); },
            [&](const Flag* flag) { return *flag ? scalar(**flag) : std::string(); },
            [&](const Number* number) {
              return *number ? scalar((*number)->digits) : std::string();
            },
            [&](const Moment* moment) {
              return *moment ? scalar(to_iso(**moment)) : std::string();
            },
            [&](Boxed<Constraints>* constraints) {
              return *constraints ? block(constraints_fields(), &**constraints, level + 1)
                                  : std::string();
            },
            [&](std::vector<Column>* columns) { return list(field, *columns, level); },
            [&](const std::map<std::string, Text>* map) { return entries(field, *map, level); }},
        value);
  }

  std::string list(const Field& field, std::vector<Column>& columns, std::size_t level) const {
    if (columns.empty()) return change_ == "dropColumn" ? "" : fmt::format("{}=[]", field.name);
    const std::span<const Field> all =
        field.has(Field::kPositioned) ? positioned_column_fields() : column_fields();
    std::vector<Field> fields(all.begin(), all.end());
    if (change_ == "createIndex") std::erase_if(fields, is_no_index_column_field);
    std::string text = fmt::format("{}=[\n", field.name);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) text += ",\n";
      text += indent(level + 1) + block(fields, &columns[i], level + 2);
    }
    return text + "\n" + indent(level) + "]";
  }

  static std::string entries(const Field& field, const std::map<std::string, Text>& map,
                             std::size_t level) {
    if (map.empty()) return fmt::format("{}=[]", field.name);
    std::vector<std::string> lines;
    lines.reserve(map.size());
    for (const auto& [key, value] : map)
      lines.push_back(fmt::format("{}{}=\"{}\"", indent(level + 1), key, value.value_or("null")));
    return fmt::format("{}={{\n{}\n{}}}", field.name, fmt::join(lines, ",\n"), indent(level));
  }

  static bool is_no_index_column_field(const Field& field) {
    constexpr std::array<std::string_view, 9> kNames{"type",         "autoIncrement", "constraints",
                                                     "defaultValue", "value",         "startWith",
                                                     "incrementBy",  "encoding",      "remarks"};
    return std::find(kNames.begin(), kNames.end(), field.name) != kNames.end();
  }

  std::string_view change_;
  ChecksumVersion version_;
};

std::string own_text(const Change& change, ChecksumVersion version) {
  const ChangeType& type = type_of(change);
  ChangeBody& body = const_cast<ChangeBody&>(change.body);  // accessors serve reading and writing
  return fmt::format("{}:{}", type.name,
                     TextForm(type.name, version).block(type.fields, fields_of(body), 1));
}

// Of changes with a body of SQL, which may be in a file: views, programs, checks.
std::string body_sum(const Change& change, const Text& body, const FileContent* content,
                     ChecksumVersion version) {
  std::string base = text_sum(own_text(change, version), version);
  if (version == ChecksumVersion::V9) {
    const std::string text = content != nullptr ? content->expanded : body.value_or("");
    return text_sum(base + ":" + sql_sum(text), version);
  }
  if (content == nullptr) return base;
  return text_sum(base + ":" + sql_sum_v8(content->bytes, ";", false, false), version);
}

std::string sql_change_sum(std::string_view text, std::string_view bytes, const auto& change,
                           ChecksumVersion version) {
  if (version == ChecksumVersion::V9) return sql_sum(text);
  return sql_sum_v8(bytes, change.end_delimiter, change.split_statements.value_or(true),
                    change.strip_comments.value_or(false));
}

std::string load_sum(const LoadData& load, ChecksumVersion version) {
  return text_sum(fmt::format("{}:{}:{}", load.table_name.value_or("null"),
                              static_cast<int>(version), load.data ? load.data->digest : ""),
                  version);
}

std::string change_sum(const Change& change, ChecksumVersion version, FileText file_text) {
  return std::visit(
      Overloaded{[&](const Sql& sql) {
                   const std::string text = sql.sql.value_or("");
                   return sql_change_sum(text, text, sql, version);
                 },
                 [&](const SqlFile& file) {
                   if (!file.content) return sql_change_sum("", "", file, version);
                   const FileContent& content = *file.content;
                   if (file_text == FileText::Expanded) {
                     return sql_change_sum(content.expanded, content.expanded, file, version);
                   }
                   return sql_change_sum(content.file->text(), content.bytes, file, version);
                 },
                 [&](const CreateView& view) {
                   return body_sum(change, view.select_query, view.content.get(), version);
                 },
                 [&](const AddCheckConstraint& check) {
                   return body_sum(change, check.constraint_body, nullptr, version);
                 },
                 [&](const LoadData& load) { return load_sum(load, version); },
                 [&](const LoadUpdateData& load) { return load_sum(load, version); },
                 [&](const auto& other) {
                   if constexpr (std::is_base_of_v<ProgramText, std::decay_t<decltype(other)>>) {
                     return body_sum(change, other.body, other.content.get(), version);
                   } else {
                     return text_sum(own_text(change, version), version);
                   }
                 }},
      change.body);
}

// A Java HashSet's order of its strings, for up to twelve of them.
std::vector<std::string> java_set_order(const std::string& list) {
  std::vector<std::string> items;
  for (const std::string& item : split_trimmed(list, ',')) {
    if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
  }
  const auto bucket = [](const std::string& text) {
    std::uint32_t hash = 0;
    for (const char c : text) hash = 31 * hash + static_cast<unsigned char>(c);
    return (hash ^ (hash >> 16)) & 15U;
  };
  std::stable_sort(items.begin(), items.end(), [&](const std::string& a, const std::string& b) {
    return bucket(a) < bucket(b);
  });
  return items;
}

std::string visitor_text(const SqlVisitor& visitor, ChecksumVersion version) {
  std::vector<std::string> lines;
  const auto add = [&](std::string_view name, const Text& value) {
    if (value) lines.push_back(fmt::format("    {}=\"{}\"", name, *value));
  };
  if (version == ChecksumVersion::V8) {
    if (visitor.dbms && !trim(*visitor.dbms).empty()) {
      lines.push_back(fmt::format("    applicableDbms=[\n        {}\n    ]",
                                  fmt::join(java_set_order(*visitor.dbms), ",\n        ")));
    }
    add("contextFilter", visitor.context);
    if (visitor.labels)
      add("labels",
          fmt::format("{}", fmt::join(split_trimmed(to_lower(*visitor.labels), ','), ",")));
  }
  add("applyToRollback", visitor.apply_to_rollback ? "true" : "false");
  add("value", visitor.value);
  add("replace", visitor.replace);
  add("with", visitor.with);
  std::sort(lines.begin(), lines.end());
  return unix_lines(fmt::format("{}:[\n{}\n]", name_of(visitor.kind), fmt::join(lines, "\n")));
}

}  // namespace

std::string checksum_text(const Change& change, ChecksumVersion version) {
  return own_text(change, version);
}

std::string checksum(const ChangeSet& change_set, std::string_view dbms, ChecksumVersion version,
                     FileText file_text) {
  std::string all;
  for (const Change& change : change_set.changes) {
    const Text* list = dbms_of(change);
    const bool applies = list == nullptr || dbms_matches(*list, dbms);
    if (applies || version == ChecksumVersion::V8)
      all += change_sum(change, version, file_text) + ":";
  }
  for (const SqlVisitor& visitor : change_set.visitors) {
    // The reference does not read it.
    if (visitor.kind == SqlVisitor::Kind::AppendIfAbsent) continue;
    all += text_sum(visitor_text(visitor, version), version) + ";";
  }
  return text_sum(std::move(all), version);
}

}  // namespace strata::model
