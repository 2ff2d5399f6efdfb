#include "cmd/starter.h"

#include <fmt/format.h>

#include "engine/base/error.h"

namespace strata::cmd {
namespace {

constexpr std::string_view kYaml = R"~(databaseChangeLog:
  - changeSet:
      id: 1
      author: your.name
      comment: A table with people
      changes:
        - createTable:
            tableName: person
            columns:
              - column: {name: id, type: bigint, autoIncrement: true, constraints: {primaryKey: true}}
              - column: {name: name, type: varchar(100), constraints: {nullable: false}}
  - changeSet:
      id: 2
      author: your.name
      changes:
        - addColumn:
            tableName: person
            columns:
              - column: {name: country, type: varchar(2)}
)~";

constexpr std::string_view kJson = R"~({
  "databaseChangeLog": [
    {
      "changeSet": {
        "id": "1",
        "author": "your.name",
        "comment": "A table with people",
        "changes": [
          {
            "createTable": {
              "tableName": "person",
              "columns": [
                {
                  "column": {
                    "name": "id",
                    "type": "bigint",
                    "autoIncrement": true,
                    "constraints": {"primaryKey": true}
                  }
                },
                {"column": {"name": "name", "type": "varchar(100)",
                           "constraints" : {
  "nullable" : false
}
}
}
              ]
              }
              }
        ]
        }
        },
    {
      "changeSet": {
        "id": "2",
        "author": "your.name",
        "changes": [
          {
            "addColumn": {
              "tableName": "person",
              "columns": [{"column": {"name": "country", "type": "varchar(2)"}}]
            }
          }
        ]
      }
    }
  ]
        }
)~";

constexpr std::string_view kXml = R"~(<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog
    xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
  <changeSet id="1" author="your.name">
    <comment>A table with people</comment>
    <createTable tableName="person">
      <column name="id" type="bigint" autoIncrement="true">
        <constraints primaryKey="true"/>
      </column>
      <column name="name" type="varchar(100)">
        <constraints nullable="false"/>
      </column>
    </createTable>
  </changeSet>
  <changeSet id="2" author="your.name">
    <addColumn tableName="person">
      <column name="country" type="varchar(2)"/>
    </addColumn>
  </changeSet>
</databaseChangeLog>
)~";

constexpr std::string_view kSql = R"~(--liquibase formatted sql

--changeset your.name:1
--comment: A table with people
create table person (
  id int primary key,
  name varchar(100) not null
);
--rollback drop table person;

--changeset your.name:2
alter table person add column country varchar(2);
--rollback alter table person drop column country;
)~";

std::string_view changelog(const std::string& format) {
  if (format == "yaml") return kYaml;
  if (format == "json") return kJson;
  if (format == "xml") return kXml;
  if (format == "sql") return kSql;
  throw Error(ErrorKind::Usage, fmt::format("--format: '{}' is no format of changelogs", format))
      .with_hint("yaml, json, xml or sql");
}

std::string properties(const Starter& starter, const std::string& file) {
  std::string text =
      "# Options of every command in this folder; the command line and the environment are "
      "stronger.\n";
  text += fmt::format("changelog-file: {}\n", file);
  text += fmt::format("url: {}\n", starter.url.empty() ? "jdbc:sqlite:example.db" : starter.url);
  text += starter.username.empty() ? "# username: app\n"
                                   : fmt::format("username: {}\n", starter.username);
  return text +
         "# The password is better kept in STRATA_PASSWORD or in a file: password-file: "
         "secret.txt\n";
}

}  // namespace

std::vector<StarterFile> starter_files(const Starter& starter) {
  const std::string_view text = changelog(starter.format);
  const std::string ending = "." + starter.format;
  std::string file = starter.changelog_file.empty() ? "example-changelog" : starter.changelog_file;
  if (!file.ends_with(ending)) file += ending;
  return {{file, std::string(text)}, {starter.defaults_file, properties(starter, file)}};
}

}  // namespace strata::cmd
