"""Random changesets for tests/oracle/random, by the JSON schema of changelogs, and how they are written as YAML."""
import json
import random
import re


class Raw(str):
    """A scalar that stands in the changelog as it is."""


NAMES = ["person"] * 4 + ["name", "id", "email", "state", "PersonData", "LASTNAME", "order", "user", "Group", "first name",
                          "1st", "größe", "a$b", "x_1", "key", "value"]
TYPES = """int INTEGER bigint smallint tinyint mediumint varchar(50) VARCHAR(255) nvarchar(20) char(3) nchar(5) text clob
  longtext blob bytea boolean bit bit(1) date time timestamp datetime timestamp(6) decimal(10,2) number(8) numeric float
  float(24) double real uuid json currency java.sql.Types.VARCHAR(30) java.sql.Types.BIGINT tinyint(1) int(11) serial
  xml binary(16) varbinary(20)""".split() + [
    "int unsigned", "timestamp with time zone", "TIMESTAMP WITHOUT TIME ZONE", "double precision", "decimal(10, 2)",
    "varchar (20)", "enum('a','b')", "character varying(40)"]
TEXTS = ["Ada", "it's", 'say "hi"', "back\\slash", "größer", "a: b # c", "two\nlines", " padded ", "NULL", "null", "0", "12",
         "true", "2020-01-02", "100%", "tab\there", "", Raw("12"), Raw("1.50"), Raw("true"), Raw("2020-01-02")]
NUMBERS = [Raw(n) for n in "0 1 -3 42 1.50 1000000000000 1e3 0.1".split()] + ["7", "-2.50"]
WHOLE = [Raw(n) for n in "1 2 10 100 1000000000000 0 -1".split()] + ["5"]
DATES = ["2020-01-02", "2020-01-02T03:04:05", "2020-01-02 03:04:05", "2020-01-02T03:04:05.678", "03:04:05", Raw("2020-01-02"),
         Raw("2020-01-02T03:04:05"), Raw("2020-01-02 03:04:05.6"), "CURRENT_TIMESTAMP", "NOW()", "now"]
COMPUTED = ["CURRENT_TIMESTAMP", "now()", "lower('X')", "1 + 1", "(1)", "NULL", "UUID()", "current_date"]
BOOLEANS = [Raw("true"), Raw("false")] * 3 + ["true", "false", Raw("TRUE")]
WHERES = ["id = 1", "name = 'it''s' and id in (1, 2)", "id = 1\n  or id = 2\n", "name like '%;%'", "", "id > 0 -- all"]
SQL = ["insert into person (id) values (1)", "insert into person (id) values (1); delete from person;",
       "-- first\ninsert into person (id) values (1); -- behind\n/* second */ delete from person;\n",
       "update person set name = 'a;b'\nwhere id = 1;\n\n\ndelete from person\n", "delete from person\nGO\ndelete from state\nGO\n",
       "delete from person;\n/\ndelete from state;\n/\n", "create function one() returns int as $$\nbegin\n  return 1;\nend;\n$$ language plpgsql;\n",
       "select 'it''s -- no comment', \"x\" from person", "/* only\n a comment */ select  1", "\tselect 1 ;  \n", "select 1\r\n  , 2;\r\nselect 3"]
BODIES = {
    "procedure": ["create procedure p_count() begin select count(*) from person; end",
                  "create or replace procedure app.p_count()\n-- counts\nlanguage sql as $$ select 1; $$;\n",
                  "CREATE PROCEDURE p_count ()\nBEGIN\n  /* why */\n  SELECT 1;\nEND\n/\n"],
    "function": ["create function f_one() returns int return 1", "create or replace function f_one() returns int\n"
                 "as $$ begin return 1; end; $$ -- one\nlanguage plpgsql;\n"],
    "trigger": ["create trigger tr before insert on person for each row begin set @x = 1; end",
                "create trigger tr after update on person\nbegin\n  delete from state;\nend;\n"],
    "package": ["create package p as\n  x int; -- here\nend;\n"],
    "view": ["select id, name from person", "select id\n-- why\nfrom person\n", "select * from person where name = 'a;b';",
             "create view v as select 1", "create or replace view v as select 1;\n"]}
FILES = {
    "procedure.sql": BODIES["procedure"][2], "function.sql": BODIES["function"][1], "trigger.sql": BODIES["trigger"][1],
    "package.sql": BODIES["package"][0], "view.sql": BODIES["view"][1].replace("\n", "\r\n"), "rows.sql": SQL[2], "lines.sql": SQL[10],
    "slashes.sql": SQL[5], "rows.csv": "id,name,active,born\n1,Ada,true,1815-12-10\n2,\"O'Hara, B\",0,NULL\n3,,f,2000-02-29\n",
    "bars.csv": "# rows\nid|name|active|born\n1|'Ada'|1|1815-12-10\n", "one.csv": "id;name;born\n1;\"a \"\"b\"\"\";1900-01-01\n"}
POOLS = [  # the first pattern that fits an attribute's whole name
    (r"schemaName|\w+SchemaName", ["app", "app", "App", "order"]),
    (r"catalogName|\w+CatalogName", ["main_db", "main_db", "Cat"]),
    (r"columnNames|uniqueColumns|baseColumnNames|include", ["id", "id, name", "order,name", "name,PersonData", " id , name "]),
    (r"referencedColumnNames", ["id", "id,name", "id, name"]),
    (r"references", ["state(id)", "app.state(id)", "state (id, name)", "Order(id)"]),
    (r"tablespace|primaryKeyTablespace", ["ts", "Fast"]),
    (r"type|\w*DataType|finalColumnType", TYPES), (r"dataType", ["int", "bigint", "smallint"]),
    (r"where", WHERES), (r"checkConstraint|constraintBody", ["id > 0", "name <> 'it''s'", "(id > 0)"]),
    (r"\w*Numeric", NUMBERS), (r"\w*Date", DATES), (r"\w*Boolean", BOOLEANS), (r"\w*Computed", COMPUTED),
    (r"\w*Sequence(Next|Current)", ["seq_person", "app.seq_person", "Seq"]),
    (r"value|defaultValue|defaultNullValue", TEXTS), (r"remarks|comments|message|comment", TEXTS),
    (r"\w*[nN]ullValue|joinString", [" ", "-", "it's", ", "]), (r"onDelete|onUpdate", "CASCADE|SET NULL|RESTRICT|NO ACTION|cascade".split("|")),
    (r"generationType", ["ALWAYS", "BY DEFAULT", "always"]), (r"encoding", ["UTF-8", "utf8", "ISO-8859-1"]), (r"tag", ["v1", "1.0", Raw("1.0")]),
    (r"dbms", ["postgresql", "mysql, mariadb", "!sqlite", "all", "oracle", "none"]), (r"endDelimiter", ["/", "GO", ";;", "\\nGO", "$$"]),
    (r"objectType|columnParentType", ["TABLE", "VIEW"]), (r"tableType", ["TEMPORARY", "ROW"]), (r"scope", ["person"]), (r"using", ["btree", "hash"]),
    (r"executable", ["echo"]), (r"timeout", ["10s", "5"]), (r"os", ["Linux", "Linux, Mac OS X", "Windows 11"]),
    (r"target", ["STDOUT", "STDERR"]), (r"associatedWith", ["primaryKey", "foreignKey", "uniqueConstraint", "none", ""]),
    (r"separator", [",", ";", "|"]), (r"quotchar", ["'", '"']), (r"commentLineStartsWith", ["#"]), (r"primaryKey", ["id", "id,name", "id, name"]),
    (r"file", ["rows.csv", "bars.csv", "one.csv"]), (r"\w*(Blob|Clob)File", ["rows.sql", "lines.sql"]), (r"header", ["id", "name", "NAME"]),
    (r"sql", SQL), (r"selectQuery", BODIES["view"]), (r"procedure(Body|Text)", BODIES["procedure"]), (r"functionBody", BODIES["function"]),
    (r"triggerBody", BODIES["trigger"]), (r"package\w*Text", BODIES["package"]), (r"\w*Name|name|(after|before)Column|column", NAMES)]
WEIGHTS = {"createTable": 6, "addColumn": 4, "insert": 3, "update": 2, "sql": 3, "sqlFile": 2, "createIndex": 2, "addDefaultValue": 3,
           "modifyDataType": 2, "createView": 2, "addForeignKeyConstraint": 2, "addLookupTable": 2, "loadData": 2, "customChange": 0,
           "createType": 0, "addTypeValue": 0, "dropType": 0}  # which the reference does not know
COLUMN = {  # which attributes columns have where; any other one only now and then
    "createTable": r"remarks|autoIncrement|startWith|incrementBy|generationType|defaultValue\w*|constraints",
    "addColumn": r"remarks|autoIncrement|defaultValue\w*|constraints|afterColumn|beforeColumn|position|value\w*",
    "insert": r"value\w*", "update": r"value\w*", "createIndex": r"descending|computed", "dropColumn": r"-",
    "loadData": r"header|index|type|defaultValue\w*", "loadUpdateData": r"header|type|allowUpdate|defaultValue\w*"}


class Generator:
    def __init__(self, schema):
        self.definitions = schema["definitions"]
        self.types = [t for t in self.definitions["change"]["properties"] for _ in range(WEIGHTS.get(t, 1))]

    def case(self, seed, number):
        self.rng = random.Random(f"{seed}:{number}")
        self.rich = self.rng.choice([0.08, 0.2, 0.6])
        kind = self.types[number % len(self.types)]
        changeset = {"id": f"case-{number}", "author": "random", "changes": [self.change(kind)]}
        if self.maybe(0.08):
            changeset["changes"].append(self.change(self.rng.choice(self.types)))
        for name, chance, pool in [
                ("comment", .05, TEXTS[:7]), ("context", .05, ["test", "a and !b"]), ("labels", .05, ["v1, v2"]), ("runOnChange", .05, BOOLEANS),
                ("objectQuotingStrategy", .06, ["QUOTE_ALL_OBJECTS", "QUOTE_ONLY_RESERVED_WORDS"]), ("runInTransaction", .05, BOOLEANS),
                ("modifySql", .04, [[{"append": {"value": " -- end"}}], [{"replace": {"replace": "person", "with": "people"}}],
                                    [{"prepend": {"value": "/* x */ "}}], [{"regExpReplace": {"replace": "(i)d", "with": "$1dd"}}]]),
                ("rollback", .06, ["delete from person", [{"dropTable": {"tableName": "person"}}], "-- nothing\n"])]:
            if self.maybe(chance):
                changeset[name] = self.rng.choice(pool)
        return changeset

    def needed(self):
        """Names of attributes without which some change is none."""
        required = {name for definition in self.definitions.values() for name in definition.get("required", [])}
        return required | {"id", "author", "changes", "column", "name", "param", "path", "file"} | self.definitions["change"]["properties"].keys()

    def maybe(self, chance):
        return self.rng.random() < chance

    def value(self, name, spec):
        types = spec.get("type", [])
        if name not in ("value", "defaultValue", "dbms") and "boolean" in types and "null" not in types:
            return self.rng.choice(BOOLEANS)
        if "integer" in types:  # the reference reads two of them as short ones
            return self.rng.choice(WHOLE[:3] if name in ("position", "index") else WHOLE)
        return self.rng.choice(next(pool for pattern, pool in POOLS if re.fullmatch(pattern, name)))

    def change(self, kind):
        definition = self.definitions[kind]
        specs, required = definition["properties"], definition.get("required", [])
        if "string" in definition["type"] and self.maybe(0.1):  # a text in place of the attributes
            bodies = {"createView": SQL, "createProcedure": BODIES["procedure"], "sql": SQL, "output": TEXTS[:3], "stop": TEXTS[:3]}
            if kind in bodies:
                return {kind: self.rng.choice(bodies[kind])}
        given = {}
        for name in self.chosen(kind, specs, required):
            if name in ("columns", "column"):
                continue
            if name == "whereParams":
                given[name] = [{"param": {"name": n, "value" + self.rng.choice(["", "Numeric"]): Raw("1")}} for n in ("id", "x")]
                given["where"] = self.rng.choice([":name = :value", "id = ? and :name > :value"])
            elif name == "args":
                given[name] = [{"arg": {"value": v}} for v in ("a", "b c")]
            elif name == "path":
                stem = re.sub(r"create|Body|sqlFile", "", kind).lower()
                given[name] = self.rng.choice([f for f in FILES if f.endswith(".sql") and (not stem or f.startswith(stem))])
            else:
                given[name] = self.value(name, specs[name])
        if "columns" in specs and (kind != "dropColumn" or "columnName" not in given):
            columns = [{"column": self.column(kind)} for _ in range(self.rng.choice([1, 1, 2, 4]))]
            if not kind.startswith("load"):  # distinct names
                columns = list({c["column"].get("name"): c for c in columns}.values())
            if len(columns) > 1 or not kind.startswith("load") or self.maybe(0.5):
                given["columns"] = columns
        return {kind: given}

    def chosen(self, kind, specs, required):
        required = set(required)
        alternatives = [a for a in specs if re.fullmatch(r"sql|selectQuery|\w+Text|\w+Body|path", a) and a != "constraintBody"]
        if alternatives and not required & set(alternatives):
            required.add(self.rng.choice(alternatives))
        if kind == "addDefaultValue":
            alternatives = [a for a in specs if a.startswith("defaultValue") and "Constraint" not in a]
            required.add(self.rng.choice(alternatives))
        if kind in ("createIndex", "dropForeignKeyConstraint", "dropUniqueConstraint", "createView", "addCheckConstraint") and self.maybe(0.9):
            required |= {"indexName", "constraintName", "constraintBody", "viewName"} & set(specs)
        if kind == "dropColumn" and self.maybe(0.6):
            required.add("columnName")
        skip = set(alternatives) | {"encoding"} if self.maybe(0.9) else set()
        rare = r"\w*(atalog|chema)Name|dbms|whereParams|disabled|relativeTo\w*"
        names = [n for n in specs if n in required or n not in skip and self.maybe(self.rich * (0.3 if re.fullmatch(rare, n) else 1))]
        if "where" in specs and self.maybe(0.5) and "where" not in names:
            names.append("where")
        return names

    def column(self, kind):
        specs = self.definitions[kind]["properties"]["columns"]["items"]["properties"]["column"]
        specs = self.definitions[specs["$ref"].rsplit("/", 1)[1]]["properties"]
        given = {"name": self.rng.choice(NAMES if not kind.startswith("load") else ["id", "name", "active", "born"])}
        if kind in ("createTable", "addColumn"):
            given["type"] = self.rng.choice(TYPES)
        usual = COLUMN[kind]
        families = ["value", "defaultValue"]
        wanted = [n for n in specs if n not in given and n not in ("constraints", "type") and
                  (re.fullmatch(usual, n) if self.maybe(0.97) else self.maybe(self.rich / 4)) and self.maybe(max(self.rich, 0.15))]
        if kind in ("insert", "update"):
            wanted.append(self.rng.choice([n for n in specs if n.startswith("value")]))
        for family in families:  # one value is enough for most
            members = [n for n in wanted if n.startswith(family) and n != "defaultValueConstraintName"]
            if members and self.maybe(0.95):
                keep = self.rng.choice(members)
                wanted = [n for n in wanted if n not in members or n == keep]
        for name in wanted:
            given[name] = self.value(name, specs[name])
        if kind.startswith("load") and self.maybe(0.8):
            given["type"] = self.rng.choice("numeric string boolean date datetime skip STRING int varchar(20) uuid".split())
        if kind in ("createTable", "addColumn") and self.maybe(0.4):
            constraints = self.definitions["constraints"]["properties"]
            given["constraints"] = {n: self.rng.choice(BOOLEANS) if n == "primaryKey" else self.value(n, s)
                                    for n, s in constraints.items() if self.maybe(0.6 if n in ("nullable", "unique") else self.rich / 2)}
        return given


RESERVED = re.compile(r"(?i)(y|n|yes|no|on|off|true|false|null|~|)")


def scalar(value, indent):
    if isinstance(value, Raw):
        return str(value)
    if re.fullmatch(r"[A-Za-z_][\w .,()=/$-]*(?<! )", value) and not RESERVED.fullmatch(value):
        return value
    if re.fullmatch(r"(\S[^\r\t\n]*\n(\n|[^\r\t\n]+\n)*\S[^\r\t\n]*\n?)", value):
        text = "".join("\n" + (" " * indent + line if line else "") for line in value.rstrip("\n").split("\n"))
        return ("|" if value.endswith("\n") else "|-") + text
    return json.dumps(value, ensure_ascii=False)


def yaml(value, indent=0):
    """Block style; starts on a line of its own unless it is a scalar."""
    pad = "\n" + " " * indent
    if isinstance(value, dict):
        return "".join(f"{pad}{key}:{yaml(v, indent + 2)}" for key, v in value.items()) or " {}"
    if isinstance(value, list):
        return "".join(pad + "- " + yaml(v, indent + 2).lstrip() for v in value) or " []"
    return " " + scalar(value, indent)


def changelog(changesets):
    return "databaseChangeLog:" + yaml([{"changeSet": c} for c in changesets], 2) + "\n"
