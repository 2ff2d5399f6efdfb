#include "bench/micro/samples.h"

#include <fmt/format.h>

#include <map>
#include <stdexcept>
#include <string_view>

#include "engine/changelog/loader.h"

namespace strata::bench {
namespace {

struct Form {
  std::string_view file;
  std::string_view begin;
  std::string_view change_set;  // {0} is its number
  std::string_view separator;
  std::string_view end;
};

constexpr Form kYaml{"changelog.yaml", "databaseChangeLog:\n", R"(  - changeSet:
      id: {0}
      author: bench
      changes:
        - createTable:
            tableName: item_{0}
            columns:
              - column:
                  name: id
                  type: bigint
                  constraints:
                    primaryKey: true
              - column:
                  name: name
                  type: varchar(100)
                  constraints:
                    nullable: false
        - createIndex:
            indexName: item_{0}_name
            tableName: item_{0}
            columns:
              - column:
                  name: name
)",
                     "", ""};

constexpr Form kJson{"changelog.json", "{\"databaseChangeLog\": [\n",
                     R"text({{"changeSet": {{"id": "{0}", "author": "bench", "changes": [
  {{"createTable": {{"tableName": "item_{0}", "columns": [
    {{"column": {{"name": "id", "type": "bigint", "constraints": {{"primaryKey": true}}}}}},
    {{"column": {{"name": "name", "type": "varchar(100)", "constraints": {{"nullable": false}}}}}}]}}}},
  {{"createIndex": {{"indexName": "item_{0}_name", "tableName": "item_{0}",
    "columns": [{{"column": {{"name": "name"}}}}]}}}}]}}}})text",
                     ",\n", "]}\n"};

constexpr Form kXml{"changelog.xml",
                    R"text(<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
)text",
                    R"text(  <changeSet id="{0}" author="bench">
    <createTable tableName="item_{0}">
      <column name="id" type="bigint"><constraints primaryKey="true"/></column>
      <column name="name" type="varchar(100)"><constraints nullable="false"/></column>
    </createTable>
    <createIndex indexName="item_{0}_name" tableName="item_{0}"><column name="name"/></createIndex>
  </changeSet>
)text",
                    "", "</databaseChangeLog>\n"};

constexpr Form kSql{"changelog.sql", "--liquibase formatted sql\n", R"(
--changeset bench:{0}
CREATE TABLE item_{0} (id bigint NOT NULL, name varchar(100) NOT NULL, PRIMARY KEY (id));
CREATE INDEX item_{0}_name ON item_{0}(name);
--rollback DROP TABLE item_{0};
)",
                    "", ""};

const Form& form_of(document::Format format) {
  switch (format) {
    case document::Format::Yaml:
      return kYaml;
    case document::Format::Json:
      return kJson;
    case document::Format::Xml:
      return kXml;
    case document::Format::Sql:
      return kSql;
  }
  throw std::runtime_error("no such format");
}

}  // namespace

std::string changelog_text(document::Format format, int change_sets) {
  const Form& form = form_of(format);
  std::string text(form.begin);
  for (int i = 1; i <= change_sets; ++i) {
    if (i > 1) text += form.separator;
    text += fmt::format(fmt::runtime(form.change_set), i);
  }
  return text.append(form.end);
}

std::string file_name(document::Format format) { return std::string(form_of(format).file); }

model::Changelog changelog(int change_sets) {
  return load(document::Format::Yaml, changelog_text(document::Format::Yaml, change_sets));
}

model::Changelog load(document::Format format, const std::string& text) {
  const changelog::MemoryResources resources{
      std::map<std::string, std::string>{{file_name(format), text}}};
  changelog::LoadOptions options;
  options.file = file_name(format);
  options.resources = &resources;
  options.dbms = "postgresql";
  Diagnostics diagnostics;
  model::Changelog loaded = changelog::load(std::move(options), diagnostics);
  if (diagnostics.has_errors()) throw std::runtime_error(to_text(diagnostics.all().front()));
  return loaded;
}

}  // namespace strata::bench
