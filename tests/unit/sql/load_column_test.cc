#include "engine/sql/load_column.h"

#include <gtest/gtest.h>

#include "drivers/postgresql/dialect.h"
#include "tests/support/errors.h"

namespace strata::sql {
namespace {

using Kind = RowValue::Kind;

class LoadColumnTest : public testing::Test {
 protected:
  RowValue value(LoadType type, const std::string& text) const {
    return LoadColumn(dialect_, {}, file_, "c", &config_, type).value(text);
  }
  std::string refusal(LoadType type, const std::string& text) const {
    return test::error_of([&] { value(type, text); }).what();
  }

  postgresql::PostgreSqlDialect dialect_;
  model::DataFile file_;
  model::Column config_;
};

TEST_F(LoadColumnTest, Values) {
  EXPECT_EQ(value(LoadType::String, " a "), (RowValue{Kind::Text, " a ", {}}));
  EXPECT_EQ(value(LoadType::Unknown, "1"), (RowValue{Kind::Text, "1", {}}));
  EXPECT_EQ(value(LoadType::Numeric, " -1.5e3 "), (RowValue{Kind::Number, "-1.5e3", {}}));
  EXPECT_EQ(value(LoadType::Boolean, "Yes"), (RowValue{Kind::Boolean, "true", {}}));
  EXPECT_EQ(value(LoadType::Boolean, "0"), (RowValue{Kind::Boolean, "false", {}}));
  EXPECT_EQ(value(LoadType::Computed, "1 + 1"), (RowValue{Kind::Expression, "1 + 1", {}}));
  EXPECT_EQ(value(LoadType::Sequence, "s"), (RowValue{Kind::Expression, "nextval('s')", {}}));
  EXPECT_EQ(value(LoadType::Blob, "AP8="), (RowValue{Kind::Bytes, std::string("\0\xFF", 2), {}}));
  const RowValue date = value(LoadType::Date, "2020-01-02T03:04:05");
  EXPECT_EQ(date.text, "2020-01-02 03:04:05");
  EXPECT_EQ(date.kind, Kind::Moment);
}

TEST_F(LoadColumnTest, MissingValues) {
  EXPECT_EQ(value(LoadType::String, ""), (RowValue{Kind::Text, "", {}}));
  EXPECT_EQ(value(LoadType::Numeric, " "), RowValue());
  EXPECT_EQ(value(LoadType::String, "null"), RowValue());
}

TEST_F(LoadColumnTest, DefaultValues) {
  config_.default_value = "it's";
  EXPECT_EQ(value(LoadType::String, ""), (RowValue{Kind::Text, "it's", {}}));
  EXPECT_EQ(value(LoadType::String, "NULL"), RowValue());
  config_.default_value = "NULL";
  EXPECT_EQ(value(LoadType::String, ""), RowValue());
  config_ = {};
  config_.default_value_numeric = "5";
  EXPECT_EQ(value(LoadType::Numeric, ""), (RowValue{Kind::Number, "5", {}}));
  config_ = {};
  config_.default_value_boolean = true;
  EXPECT_EQ(value(LoadType::Boolean, ""), (RowValue{Kind::Boolean, "true", {}}));
  config_ = {};
  config_.default_value_computed = "now() - 1";
  EXPECT_EQ(value(LoadType::Date, ""), (RowValue{Kind::Expression, "now() - 1", {}}));
  config_ = {};
  config_.default_value_sequence_next = "s";
  EXPECT_EQ(value(LoadType::Sequence, ""), (RowValue{Kind::Expression, "nextval('s')", {}}));
}

TEST_F(LoadColumnTest, ValuesInFiles) {
  file_.beside = [](const std::string& path, const std::optional<std::string>& encoding) {
    return path + " in " + encoding.value_or("bytes");
  };
  EXPECT_EQ(value(LoadType::Blob, "a.bin").text, "a.bin in bytes");
  config_.encoding = "UTF-16";
  EXPECT_EQ(value(LoadType::Clob, "a.txt"), (RowValue{Kind::Text, "a.txt in UTF-16", {}}));
}

TEST_F(LoadColumnTest, BadValues) {
  EXPECT_EQ(refusal(LoadType::Numeric, "1,5"), "c: '1,5' is no number");
  EXPECT_EQ(refusal(LoadType::Boolean, "maybe"), "c: 'maybe' is no boolean");
  EXPECT_EQ(refusal(LoadType::Date, "soon"), "c: 'soon' is no date or time");
}

TEST(LoadType, OfDatabaseTypes) {
  for (const char* type : {"int", "bigint(20)", "numeric(10,2)", "double precision", "INTEGER"})
    EXPECT_EQ(load_type_for(type), LoadType::Numeric) << type;
  for (const char* type : {"boolean", "tinyint(1)"})
    EXPECT_EQ(load_type_for(type), LoadType::Boolean) << type;
  for (const char* type : {"timestamp without time zone", "date", "datetime(6)", "time"})
    EXPECT_EQ(load_type_for(type), LoadType::Date) << type;
  for (const char* type : {"character varying(50)", "text", "VARCHAR(20)", "char(3)"})
    EXPECT_EQ(load_type_for(type), LoadType::String) << type;
  for (const char* type : {"bytea", "BLOB", "longblob", "varbinary(16)"})
    EXPECT_EQ(load_type_for(type), LoadType::Blob) << type;
  EXPECT_EQ(load_type_for("uuid"), LoadType::Uuid);
  EXPECT_EQ(load_type_for("jsonb"), LoadType::Other);
  EXPECT_EQ(load_type_named("Skip"), LoadType::Skip);
  EXPECT_EQ(load_type_named("varchar(20)"), LoadType::Unknown);
}

}  // namespace
}  // namespace strata::sql
