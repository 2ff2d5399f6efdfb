// SQL whose statements are hard to tell apart is run as it was meant, wherever it stands.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/live/migration.h"
#include "tests/support/temporary_folder.h"

namespace strata::test {
namespace {

// Leaves rows in table `r` that tell what was run.
struct Script {
  Vendor vendor;
  std::string sql;
  std::string rows;
};

std::string indented(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    out += "            " + std::string(line) + "\n";
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return out;
}

constexpr const char* kHead =
    "databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: a\n      changes:\n";

class StatementsTest : public testing::TestWithParam<Script> {
 protected:
  static std::string outcome_of(const std::string& file, const std::string& changelog) {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "script.sql") << GetParam().sql;
    std::ofstream(folder.path() / file) << changelog;
    LiveDatabase database{GetParam().vendor};
    const Outcome outcome =
        run_program(words({"update"}, {file, folder.path().string(), ""}, database.url()));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    return query_text(database, "SELECT v FROM r ORDER BY v");
  }
};

TEST_P(StatementsTest, InAFile) {
  EXPECT_EQ(
      outcome_of("db.yaml", fmt::format("{}        - sqlFile: {{path: script.sql}}\n", kHead)),
      GetParam().rows);
}

TEST_P(StatementsTest, InYaml) {
  EXPECT_EQ(
      outcome_of("db.yaml", fmt::format("{}        - sql: |\n{}", kHead, indented(GetParam().sql))),
      GetParam().rows);
}

TEST_P(StatementsTest, InFormattedSql) {
  EXPECT_EQ(outcome_of("db.sql", "--liquibase formatted sql\n--changeset a:1\n" + GetParam().sql),
            GetParam().rows);
  EXPECT_EQ(
      outcome_of("db.sql", "--liquibase formatted sql\n--changeset a:1 stripComments:false\n" +
                               GetParam().sql),
      GetParam().rows);
}

const Script kPostgresql{Vendor::Postgresql, R"(CREATE TABLE r (v text);
INSERT INTO r VALUES ('a;\'), (E'b\';c'), (E'b2'
  '\';'), (U&'d\003B;');
/* one /* two ; */ ; */ INSERT INTO r VALUES ('e'); -- ; f
DO $$ BEGIN INSERT INTO r VALUES ('g;'); END $$;
CREATE FUNCTION f(begin int) RETURNS text LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO r VALUES ('h');
  SELECT CASE WHEN begin > 0 THEN 'i' ELSE 'j' END;
END;
INSERT INTO r VALUES (f(1));
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF NEW.v = '$$;' THEN NEW.v := 'k'; END IF;
  RETURN NEW;
END $body$;
CREATE TRIGGER t BEFORE INSERT ON r FOR EACH ROW EXECUTE FUNCTION g();
INSERT INTO r VALUES ('$$;')
GO
INSERT INTO r SELECT 'l' || (5 # 3)::text || ('{"a": {"b;": 1}}'::jsonb #>> '{a,b;}')
/
CREATE TABLE ";" (x int);
CREATE RULE q AS ON INSERT TO ";" DO ALSO (INSERT INTO r VALUES ('m'); INSERT INTO r VALUES ('n'));
INSERT INTO ";" VALUES (1);
GO
INSERT INTO r VALUES ('o')
GO 2
)",
                         "a;\\\nb';c\nb2';\nd;;\ne\ng;\nh\ni\nk\nl61\nm\nn\no\no\n"};

const Script kMariaDb{Vendor::MariaDb, R"(CREATE TABLE r (v varchar(20), `;` int);
INSERT INTO r (v) VALUES ('a\';'), ("b\";"), ('c''"');  # ; it's
INSERT INTO r (v) VALUES (5--3); -- ; it's
/*!40101 INSERT INTO r (v) VALUES ('d*/;') */;
/*M!100100 INSERT INTO r (v) VALUES ('e') */;
/*!999999 no; code */;
CREATE TRIGGER t BEFORE INSERT ON r FOR EACH ROW
  IF NEW.v = 'f' THEN SET NEW.v = IF(1, 'F', 'x'); ELSE SET NEW.`;` = CASE 1 WHEN 1 THEN 2 END; END IF;
CREATE PROCEDURE p(n INT)
BEGIN
  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN INSERT INTO r (v) VALUES ('g'); END;
  l: LOOP
    SET n = n - 1;
    CASE n WHEN 0 THEN LEAVE l; ELSE INSERT INTO r (v) VALUES (REPEAT('h', n)); END CASE;
  END LOOP l;
  WHILE n < 2 DO SET n = n + 1; END WHILE;
  REPEAT SET n = n - 1; UNTIL IF(n, 0, 1) END REPEAT;
  INSERT INTO nowhere VALUES (1);
END;
INSERT INTO r (v) VALUES ('f');
CALL p(3);
DELIMITER $$
CREATE FUNCTION f(delimiter INT) RETURNS INT DETERMINISTIC BEGIN RETURN delimiter; END$$
INSERT INTO r (v) SELECT f(delimiter) FROM (SELECT 7 AS
  delimiter) x
DELIMITER ;
BEGIN NOT ATOMIC
  DECLARE x INT DEFAULT 1;
  IF x THEN INSERT INTO r (v) VALUES ('i'); END IF;
END;
IF 1 THEN INSERT INTO r (v) VALUES ('j'); END IF;
INSERT INTO r (v) VALUES ('k')
GO
INSERT INTO r (v) VALUES ('l')
/
SELECT 1;
)",
                      "7\n8\na';\nb\";\nc'\"\nd*/;\ne\nF\ng\nh\nhh\ni\nj\nk\nl\n"};

const Script kSqlite{Vendor::Sqlite, R"(CREATE TABLE r (v text, [;] int, `a;` int, "b;" int);
INSERT INTO r (v) VALUES ('a\');
INSERT INTO r (v) VALUES ('b'';'); -- ; it's
CREATE TRIGGER t AFTER INSERT ON r WHEN CASE WHEN new.v = 'c' THEN 1 ELSE 0 END BEGIN
  -- END;
  UPDATE r SET [;] = CASE WHEN new.v = 'c' THEN 1 END;
  INSERT INTO r (v) VALUES ('d');
END;
INSERT INTO r (v) VALUES ('c');
/* one /* ; */ INSERT INTO r (v) SELECT 'e' FROM r WHERE [;] = 1 LIMIT 1
GO
INSERT INTO r (v) VALUES ('f')
/
SELECT 1;
)",
                     "a\\\nb';\nc\nd\ne\nf\n"};

INSTANTIATE_TEST_SUITE_P(Vendors, StatementsTest, testing::Values(kPostgresql, kMariaDb, kSqlite),
                         [](const auto& tested) { return to_string(tested.param.vendor); });

}  // namespace
}  // namespace strata::test
