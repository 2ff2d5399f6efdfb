#include "engine/sql/body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/sql/splitting.h"

namespace strata::sql {
namespace {

using testing::ElementsAre;

SplitOptions delimited_by(std::string delimiter) {
  SplitOptions options;
  options.end_delimiter = std::move(delimiter);
  return options;
}

// Whether the statement stays whole, and the next one is its own.
void expect_whole(const std::string& statement, const LexicalRules& rules) {
  EXPECT_THAT(texts(statement + ";\nSELECT 1; SELECT 2;", rules),
              ElementsAre(statement, "SELECT 1", "SELECT 2"));
}

TEST(Body, Triggers) {
  const std::string trigger =
      "create trigger t after insert on a when new.x = case 1 when 1 then 2 end begin\n"
      "  update b set x = case when y then 1 else 2 end;\n"
      "  delete from c where \"end\" = new.end;\n"
      "end";
  EXPECT_THAT(texts(trigger + ";\nselect 1;", sqlite()), ElementsAre(trigger, "select 1"));
  EXPECT_THAT(texts(trigger + ";\nselect 1;", sqlite(), delimited_by(";")),
              ElementsAre(trigger, "select 1"));
  EXPECT_THAT(texts("create trigger t before insert on a execute function f(); b", postgresql()),
              ElementsAre("create trigger t before insert on a execute function f()", "b"));
}

TEST(Body, Routines) {
  const std::string procedure =
      "CREATE DEFINER=`a`@`b` PROCEDURE p(n INT)\n"
      "BEGIN\n"
      "  IF n > 0 THEN SELECT IF(n, 1, 2); ELSEIF n THEN SELECT 3; END IF;\n"
      "  w: WHILE n DO SET n = n - 1; END WHILE w;\n"
      "  CASE n WHEN 1 THEN SELECT 1; END CASE;\n"
      "  LOOP SELECT REPEAT('x', 2); END LOOP;\n"
      "  BEGIN SELECT 1; END;\n"
      "END";
  EXPECT_THAT(texts(procedure + "; SELECT 1", mysql()), ElementsAre(procedure, "SELECT 1"));
  const std::string atomic =
      "create or replace function f(a int) returns int begin atomic\n"
      "  select case a when 1 then 2 end; select 3; end";
  EXPECT_THAT(texts(atomic + "; select 1", postgresql()), ElementsAre(atomic, "select 1"));
  EXPECT_THAT(texts("BEGIN NOT ATOMIC SELECT 1; SELECT 2; END; SELECT 3", mysql()),
              ElementsAre("BEGIN NOT ATOMIC SELECT 1; SELECT 2; END", "SELECT 3"));
}

TEST(Body, RulesWithSeveralCommands) {
  const std::string rule = "create rule r as on insert to t do instead (delete from a; select (1))";
  EXPECT_THAT(texts(rule + "; select 1", postgresql()), ElementsAre(rule, "select 1"));
}

TEST(Body, WordsOfBodiesElsewhere) {
  EXPECT_THAT(texts("begin; select 1; end; commit", postgresql()),
              ElementsAre("begin", "select 1", "end", "commit"));
  EXPECT_THAT(texts("create table event (begin int); select 1", mysql()),
              ElementsAre("create table event (begin int)", "select 1"));
}

TEST(Body, TriggersOfSqlite) {
  for (const char* trigger :
       {"CREATE TRIGGER t AFTER UPDATE OF begin, \"end\" ON a BEGIN UPDATE b SET x = 1; END",
        "CREATE TEMP TRIGGER IF NOT EXISTS t INSTEAD OF DELETE ON v\n"
        "WHEN CASE WHEN old.a THEN 1 ELSE 0 END BEGIN\n"
        "  SELECT CASE WHEN old.b THEN RAISE(ABORT, 'no;') END;\n"
        "  INSERT INTO log VALUES (old.end, CASE 1 WHEN 1 THEN CASE 2 WHEN 2 THEN 3 END END);\n"
        "END",
        "CREATE TRIGGER \"begin\" AFTER INSERT ON a BEGIN\n"
        "  -- END;\n"
        "  SELECT end FROM b; DELETE FROM b WHERE begin < 1;\n"
        "END"}) {
    expect_whole(trigger, sqlite());
  }
}

TEST(Body, StandardFunctionsOfPostgresql) {
  for (const char* function :
       {"CREATE FUNCTION f(begin int) RETURNS int LANGUAGE sql\nBEGIN ATOMIC\n"
        "  INSERT INTO t VALUES (begin);\n"
        "  SELECT CASE WHEN begin > 0 THEN 1 ELSE 2 END;\nEND",
        "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC END",
        "CREATE FUNCTION f() RETURNS int RETURN 1",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN a; END $x$",
        "CREATE FUNCTION begin(x int) RETURNS int LANGUAGE sql AS 'select 1; select 2'"}) {
    expect_whole(function, postgresql());
  }
  EXPECT_THAT(texts("BEGIN; CREATE TABLE a (x int); END; CREATE TABLE b (x int)", postgresql()),
              ElementsAre("BEGIN", "CREATE TABLE a (x int)", "END", "CREATE TABLE b (x int)"));
  expect_whole("CREATE OPERATOR = (LEFTARG = box, RIGHTARG = box, FUNCTION = same, COMMUTATOR = =)",
               postgresql());
  expect_whole("CREATE TRIGGER begin BEFORE UPDATE OF begin ON t EXECUTE PROCEDURE begin()",
               postgresql());
}

TEST(Body, BodiesOfOneStatement) {
  for (const char* program :
       {"CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF NEW.x > 1 THEN SET NEW.x = 1; "
        "SET NEW.y = IF(NEW.x, 1, 2); END IF",
        "CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW FOLLOWS other IF (NEW.x) THEN SET NEW.x "
        "= 1; ELSEIF IF(1, 2, 3) THEN SET NEW.x = 2; ELSE IF NEW.y THEN SET NEW.x = 3; END IF; "
        "END IF",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.x = IF(NEW.x > 1, 2, 3)",
        "CREATE TRIGGER IF NOT EXISTS t AFTER DELETE ON a FOR EACH ROW CASE OLD.x WHEN 1 THEN "
        "DELETE FROM b; ELSE DELETE FROM c; END CASE",
        "CREATE PROCEDURE IF NOT EXISTS p(n INT, s SET('a', 'b')) COMMENT 'x;' SQL SECURITY "
        "INVOKER WHILE n DO SET n = n - 1; DO SLEEP(0); END WHILE",
        "CREATE FUNCTION f(s VARCHAR(9) CHARACTER SET utf8mb4) RETURNS VARCHAR(9) CHARACTER SET "
        "utf8mb4 DETERMINISTIC l: LOOP RETURN s; END LOOP l",
        "CREATE FUNCTION f(a INT) RETURNS INT RETURN IF(a, REPEAT('x', 2), CASE a WHEN 1 THEN 2 "
        "END)",
        "CREATE PROCEDURE p() DROP TABLE IF EXISTS t",
        "CREATE PROCEDURE p() REPEAT SET @a = @a + 1; UNTIL IF(@a > 3, 1, 0) END REPEAT",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY ENDS NOW() ON COMPLETION NOT PRESERVE COMMENT "
        "'x' DO IF @a THEN DELETE FROM t; END IF",
        "ALTER DEFINER = event@localhost EVENT e DO BEGIN DELETE FROM t; DELETE FROM u; END",
        "CREATE EVENT e ON SCHEDULE EVERY 1 HOUR DO DELETE FROM t WHERE IF(a, b, c)"}) {
    expect_whole(program, mysql());
  }
}

TEST(Body, BlocksInBlocks) {
  for (const char* program :
       {"CREATE PROCEDURE p()\nouter_one: BEGIN\n"
        "  DECLARE done INT DEFAULT IF(1, 0, 0);\n"
        "  DECLARE c CURSOR FOR SELECT begin, end FROM t;\n"
        "  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = IF(1, 1, 1);\n"
        "  DECLARE EXIT HANDLER FOR SQLEXCEPTION, SQLSTATE '23000' BEGIN ROLLBACK; END;\n"
        "  DECLARE EXIT HANDLER FOR 1146 IF done THEN SELECT 1; END IF;\n"
        "  OPEN c;\n"
        "  BEGIN END;\n"
        "  `r`: REPEAT\n"
        "    FETCH c INTO @a, @b;\n"
        "    IF NOT done THEN BEGIN SELECT 1; END; END IF;\n"
        "    IF CASE @a WHEN 1 THEN IF(@b, 1, 2) ELSE 3 END THEN ITERATE r; END IF;\n"
        "    CASE WHEN @a = 1 THEN SELECT CASE @b WHEN 1 THEN 2 END; WHEN IF(1, 2, 3) THEN BEGIN "
        "END; ELSE SELECT 2; END CASE;\n"
        "  UNTIL done END REPEAT r;\n"
        "  WHILE IF(done, 0, 1) DO IF 1 THEN DO IF(1, 2, 3); END IF; END WHILE;\n"
        "  FOR i IN 1..3 DO SELECT i; END FOR;\n"
        "  DROP TEMPORARY TABLE IF EXISTS x; CREATE TABLE IF NOT EXISTS y (end INT);\n"
        "  XA END 'x'; SELECT t.begin FROM t WHERE begin < end;\n"
        "  LOOP LEAVE outer_one; END LOOP;\n"
        "END",
        "CREATE DEFINER=`a`@`%` TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN\n"
        "  IF NEW.x THEN SELECT CASE WHEN 1 THEN 2 END INTO @a; END IF;\n"
        "  IF @a THEN SET @a = 1; ELSE BEGIN END; END IF;\nEND",
        "CREATE AGGREGATE FUNCTION f(x INT) RETURNS INT BEGIN DECLARE s INT DEFAULT 0; DECLARE "
        "CONTINUE HANDLER FOR NOT FOUND RETURN s; LOOP FETCH GROUP NEXT ROW; SET s = s + x; END "
        "LOOP; END",
        // As mysqldump writes them.
        "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR "
        "EACH ROW BEGIN\n  -- it's\n  SET NEW.x = '*/;'; /* ; */ END */",
        "/*!50003 CREATE */ PROCEDURE p() BEGIN SELECT 1; END"}) {
    expect_whole(program, mysql());
  }
}

TEST(Body, BlocksOutsideOfPrograms) {
  for (const char* block :
       {"BEGIN NOT ATOMIC\n  DECLARE x INT; IF x THEN SELECT 1; END IF;\n  BEGIN SELECT 2; "
        "END;\nEND",
        "IF @a THEN SELECT 1; ELSE SELECT 2; END IF", "WHILE @a DO SET @a = 0; END WHILE",
        "CASE @a WHEN 1 THEN SELECT 1; END CASE", "FOR i IN 1..2 DO SELECT i; END FOR",
        "REPEAT SET @a = 1; UNTIL 1 END REPEAT", "LOOP SELECT 1; END LOOP"}) {
    expect_whole(block, mysql());
  }
  EXPECT_THAT(texts("BEGIN; SELECT 1; COMMIT; BEGIN WORK; SELECT 2", mysql()),
              ElementsAre("BEGIN", "SELECT 1", "COMMIT", "BEGIN WORK", "SELECT 2"));
}

// sql_mode=ORACLE of MariaDB.
TEST(Body, AsOracleWritesThem) {
  for (const char* program :
       {"CREATE OR REPLACE PROCEDURE p AS BEGIN NULL; END",
        "CREATE PROCEDURE p(a INT, b OUT VARCHAR) IS\n"
        "  x INT := IF(1, 2, 3); y t.c%TYPE;\n"
        "  CURSOR c IS SELECT begin, CASE x WHEN 1 THEN 2 END FROM t;\n"
        "  PROCEDURE inner_one(z INT); PROCEDURE inner_one(z INT) AS BEGIN SELECT z; END;\n"
        "BEGIN\n"
        "  <<outer_one>> FOR i IN 1..10 LOOP IF i > 1 THEN NULL; ELSIF i THEN x := 1; END IF; END "
        "LOOP;\n"
        "  <<again>>\n  LOOP EXIT WHEN x > 1; x := x << 2; END LOOP again;\n"
        "  WHILE x < 5 LOOP x := x + 1; CONTINUE WHEN x = 3; END LOOP;\n"
        "  DECLARE z INT; BEGIN SELECT z; END;\n"
        "  CASE x WHEN 1 THEN NULL; ELSE NULL; END CASE;\n"
        "EXCEPTION\n"
        "  WHEN NO_DATA_FOUND THEN NULL; WHEN OTHERS THEN BEGIN RAISE; END;\n"
        "END p",
        "CREATE FUNCTION f(a INT) RETURN VARCHAR(10) DETERMINISTIC AS x INT; BEGIN RETURN x; END",
        "CREATE FUNCTION f RETURN INT IS BEGIN RETURN 1; END f",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW DECLARE x INT; BEGIN :NEW.x := 1; x := "
        "2; END",
        "CREATE PACKAGE q AS PROCEDURE a; FUNCTION b(x INT) RETURN INT; END",
        "CREATE OR REPLACE PACKAGE BODY q AS\n"
        "  v INT := 1;\n"
        "  PROCEDURE a AS BEGIN v := v + 1; END;\n"
        "  FUNCTION b(x INT) RETURN INT AS y INT; BEGIN RETURN y; END;\n"
        "BEGIN v := 2; END",
        "DECLARE x INT; BEGIN SELECT x; END", "BEGIN SELECT 1; SELECT 2; END", "BEGIN END"}) {
    expect_whole(program, mysql());
  }
  EXPECT_THAT(texts("CREATE PROCEDURE p AS BEGIN SELECT 1; END;\n/\nSELECT 1;\n/\n", mysql()),
              ElementsAre("CREATE PROCEDURE p AS BEGIN SELECT 1; END", "SELECT 1"));
}

// A body that is misunderstood must not hold the rest of the file.
TEST(Body, LinesWithGoOrSlashEndIt) {
  EXPECT_THAT(texts("create trigger t begin select 1;\n/\nselect 2;\nGO\nselect 3", sqlite()),
              ElementsAre("create trigger t begin select 1;", "select 2", "select 3"));
}

}  // namespace
}  // namespace strata::sql
