#include "cmd/examples.h"

#include <algorithm>

namespace strata::cmd {
namespace {

struct Example {
  std::string_view type;
  std::string_view yaml;
};

constexpr Example kExamples[] = {
    {"createTable", R"(- createTable:
    tableName: person
    remarks: People who can sign in
    columns:
      - column: {name: id, type: bigint, autoIncrement: true, constraints: {primaryKey: true}}
      - column: {name: name, type: varchar(100), constraints: {nullable: false}}
      - column: {name: active, type: boolean, defaultValueBoolean: true}
)"},
    {"dropTable", R"(- dropTable: {tableName: person}
)"},
    {"renameTable", R"(- renameTable: {oldTableName: person, newTableName: customer}
)"},
    {"addColumn", R"(- addColumn:
    tableName: person
    columns:
      - column: {name: email, type: varchar(200)}
      - column: {name: country, type: varchar(2), defaultValue: DE, constraints: {nullable: false}}
)"},
    {"dropColumn", R"(- dropColumn: {tableName: person, columnName: email}
)"},
    {"renameColumn", R"(- renameColumn:
    tableName: person
    oldColumnName: name
    newColumnName: full_name
    columnDataType: varchar(100)
)"},
    {"modifyDataType",
     R"(- modifyDataType: {tableName: person, columnName: name, newDataType: varchar(200)}
)"},
    {"addDefaultValue", R"(- addDefaultValue:
    tableName: person
    columnName: created
    columnDataType: timestamp
    defaultValueComputed: CURRENT_TIMESTAMP
)"},
    {"dropDefaultValue",
     R"(- dropDefaultValue: {tableName: person, columnName: created, columnDataType: timestamp}
)"},
    {"addPrimaryKey",
     R"(- addPrimaryKey: {tableName: person, columnNames: id, constraintName: pk_person}
)"},
    {"dropPrimaryKey", R"(- dropPrimaryKey: {tableName: person, constraintName: pk_person}
)"},
    {"addForeignKeyConstraint", R"(- addForeignKeyConstraint:
    constraintName: fk_address_person
    baseTableName: address
    baseColumnNames: person_id
    referencedTableName: person
    referencedColumnNames: id
    onDelete: CASCADE
)"},
    {"dropForeignKeyConstraint",
     R"(- dropForeignKeyConstraint: {baseTableName: address, constraintName: fk_address_person}
)"},
    {"addUniqueConstraint",
     R"(- addUniqueConstraint: {tableName: person, columnNames: email, constraintName: uq_person_email}
)"},
    {"dropUniqueConstraint",
     R"(- dropUniqueConstraint: {tableName: person, constraintName: uq_person_email}
)"},
    {"addNotNullConstraint", R"(- addNotNullConstraint:
    tableName: person
    columnName: email
    columnDataType: varchar(200)
    defaultNullValue: unknown
)"},
    {"dropNotNullConstraint",
     R"(- dropNotNullConstraint: {tableName: person, columnName: email, columnDataType: varchar(200)}
)"},
    {"createIndex", R"(- createIndex:
    indexName: idx_person_name
    tableName: person
    columns:
      - column: {name: name}
      - column: {name: created, descending: true}
)"},
    {"dropIndex", R"(- dropIndex: {tableName: person, indexName: idx_person_name}
)"},
    {"createView", R"(- createView:
    viewName: active_person
    replaceIfExists: true
    selectQuery: select id, name from person where active
)"},
    {"dropView", R"(- dropView: {viewName: active_person}
)"},
    {"insert", R"(- insert:
    tableName: person
    columns:
      - column: {name: id, valueNumeric: 1}
      - column: {name: name, value: Ann}
      - column: {name: created, valueComputed: CURRENT_TIMESTAMP}
)"},
    {"update", R"(- update:
    tableName: person
    columns:
      - column: {name: active, valueBoolean: false}
    where: id = 1
)"},
    {"delete", R"(- delete: {tableName: person, where: active = false}
)"},
    {"sql", R"(- sql:
    comment: What no other change type does
    sql: |
      update person set email = lower(email);
      update person set name = trim(name);
)"},
    {"sqlFile", R"(- sqlFile: {path: views.sql, relativeToChangelogFile: true}
)"},
    {"tagDatabase", R"(- tagDatabase: {tag: v1.0}
)"},
    {"empty", R"(- empty: {}
)"},
    {"loadData", R"(- loadData:
    tableName: country
    file: countries.csv
    relativeToChangelogFile: true
    separator: ;
    columns:
      - column: {name: code, type: string}
      - column: {name: population, type: numeric}
)"},
    {"loadUpdateData", R"(- loadUpdateData:
    tableName: country
    file: countries.csv
    relativeToChangelogFile: true
    primaryKey: code
)"},
    {"addAutoIncrement",
     R"(- addAutoIncrement: {tableName: person, columnName: id, columnDataType: bigint, startWith: 100}
)"},
    {"mergeColumns", R"(- mergeColumns:
    tableName: person
    column1Name: first_name
    joinString: ' '
    column2Name: last_name
    finalColumnName: name
    finalColumnType: varchar(200)
)"},
    {"addLookupTable", R"(- addLookupTable:
    existingTableName: person
    existingColumnName: country
    newTableName: country
    newColumnName: code
    newColumnDataType: varchar(2)
    constraintName: fk_person_country
)"},
    {"setTableRemarks", R"(- setTableRemarks: {tableName: person, remarks: People who can sign in}
)"},
    {"setColumnRemarks", R"(- setColumnRemarks:
    tableName: person
    columnName: country
    columnDataType: varchar(2)
    remarks: ISO 3166 code
)"},
    {"dropAllForeignKeyConstraints", R"(- dropAllForeignKeyConstraints: {baseTableName: address}
)"},
    {"addCheckConstraint",
     R"(- addCheckConstraint: {tableName: person, constraintName: ck_person_name, constraintBody: length(name) > 0}
)"},
    {"dropCheckConstraint",
     R"(- dropCheckConstraint: {tableName: person, constraintName: ck_person_name}
)"},
    {"enableCheckConstraint",
     R"(- enableCheckConstraint: {tableName: person, constraintName: ck_person_name}
)"},
    {"disableCheckConstraint",
     R"(- disableCheckConstraint: {tableName: person, constraintName: ck_person_name}
)"},
    {"createSequence",
     R"(- createSequence: {sequenceName: order_number, startValue: 1000, incrementBy: 1}
)"},
    {"alterSequence", R"(- alterSequence: {sequenceName: order_number, incrementBy: 10}
)"},
    {"dropSequence", R"(- dropSequence: {sequenceName: order_number}
)"},
    {"renameSequence",
     R"(- renameSequence: {oldSequenceName: order_number, newSequenceName: invoice_number}
)"},
    {"renameView", R"(- renameView: {oldViewName: active_person, newViewName: current_person}
)"},
    {"createProcedure", R"(- createProcedure:
    procedureName: close_accounts
    procedureText: |
      CREATE PROCEDURE close_accounts() LANGUAGE SQL AS $$
        UPDATE person SET active = false WHERE closed IS NOT NULL;
      $$
)"},
    {"dropProcedure", R"(- dropProcedure: {procedureName: close_accounts}
)"},
    {"createFunction", R"(- createFunction:
    functionName: full_name
    functionBody: |
      CREATE FUNCTION full_name(first text, last text) RETURNS text LANGUAGE SQL AS $$
        SELECT first || ' ' || last;
      $$
)"},
    {"dropFunction", R"(- dropFunction: {functionName: full_name}
)"},
    {"createTrigger", R"(- createTrigger:
    triggerName: person_changed
    tableName: person
    triggerBody: |
      CREATE TRIGGER person_changed BEFORE UPDATE ON person
        FOR EACH ROW EXECUTE FUNCTION note_change()
)"},
    {"dropTrigger", R"(- dropTrigger: {triggerName: person_changed, tableName: person}
)"},
    {"renameTrigger",
     R"(- renameTrigger: {tableName: person, oldTriggerName: person_changed, newTriggerName: person_noted}
)"},
    {"enableTrigger", R"(- enableTrigger: {triggerName: person_changed, tableName: person}
)"},
    {"disableTrigger", R"(- disableTrigger: {triggerName: person_changed, tableName: person}
)"},
    {"createType", R"(- createType: {typeName: mood, values: "sad, ok, happy"}
)"},
    {"dropType", R"(- dropType: {typeName: mood}
)"},
    {"addTypeValue", R"(- addTypeValue: {typeName: mood, value: elated, afterValue: happy}
)"},
    {"createPackage",
     R"(- createPackage: {packageName: billing, packageText: CREATE PACKAGE billing AS END billing}
)"},
    {"dropPackage", R"(- dropPackage: {packageName: billing}
)"},
    {"createPackageBody",
     R"(- createPackageBody: {packageBodyName: billing, packageBodyText: CREATE PACKAGE BODY billing AS END billing}
)"},
    {"dropPackageBody", R"(- dropPackageBody: {packageBodyName: billing}
)"},
    {"createSynonym", R"(- createSynonym: {objectName: person, synonymName: people}
)"},
    {"dropSynonym", R"(- dropSynonym: {synonymName: people}
)"},
    {"markUnused", R"(- markUnused: {tableName: person, columnName: email}
)"},
    {"output", R"(- output: {message: Half way there, target: STDERR}
)"},
    {"stop", R"(- stop: {message: Take a backup first}
)"},
    {"executeCommand", R"(- executeCommand:
    executable: pg_dump
    args:
      - arg: {value: --file=before.sql}
    timeout: 10m
)"},
    {"customChange", R"(- customChange:
    class: com.acme.Backfill
    params:
      - param: {name: table, value: person}
)"},
};

}  // namespace

std::string_view example_of(std::string_view change_type) {
  const auto* found =
      std::find_if(std::begin(kExamples), std::end(kExamples),
                   [&](const Example& example) { return example.type == change_type; });
  return found == std::end(kExamples) ? std::string_view() : found->yaml;
}

}  // namespace strata::cmd
