#include "drivers/mysql/reserved_words.h"

#include <algorithm>
#include <array>

namespace strata::mysql {
namespace {

// Quoted on both, whether or not the servers need it.
// clang-format off
constexpr std::array<std::string_view, 294> kShared{
    "ACCESSIBLE", "ADD", "ADMIN", "ALL", "ALTER", "ANALYZE", "AND", "AS", "ASC", "ASENSITIVE",
    "BEFORE", "BETWEEN", "BIGINT", "BINARY", "BLOB", "BOTH", "BUCKETS", "BY", "CALL", "CASCADE",
    "CASE", "CHANGE", "CHAR", "CHARACTER", "CHECK", "CLONE", "COLLATE", "COLUMN", "COMPONENT",
    "CONDITION", "CONSTRAINT", "CONTINUE", "CONVERT", "CREATE", "CROSS", "CUBE", "CUME_DIST",
    "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_USER", "CURSOR", "DATABASE",
    "DATABASES", "DAY_HOUR", "DAY_MICROSECOND", "DAY_MINUTE", "DAY_SECOND", "DEC", "DECIMAL",
    "DECLARE", "DEFAULT", "DEFINITION", "DELAYED", "DELETE", "DENSE_RANK", "DESC", "DESCRIBE",
    "DESCRIPTION", "DETERMINISTIC", "DISTINCT", "DISTINCTROW", "DIV", "DOUBLE", "DROP", "DUAL",
    "EACH", "ELSE", "ELSEIF", "EMPTY", "ENCLOSED", "ESCAPED", "EXCEPT", "EXCLUDE", "EXISTS", "EXIT",
    "EXPLAIN", "FALSE", "FETCH", "FIRST_VALUE", "FLOAT", "FLOAT4", "FLOAT8", "FOLLOWING", "FOR",
    "FORCE", "FOREIGN", "FROM", "FULLTEXT", "GENERATED", "GEOMCOLLECTION", "GET",
    "GET_MASTER_PUBLIC_KEY", "GRANT", "GROUP", "GROUPING", "GROUPS", "HAVING", "HIGH_PRIORITY",
    "HISTOGRAM", "HISTORY", "HOUR_MICROSECOND", "HOUR_MINUTE", "HOUR_SECOND", "IF", "IGNORE", "IN",
    "INDEX", "INFILE", "INNER", "INOUT", "INSENSITIVE", "INSERT", "INT", "INT1", "INT2", "INT3",
    "INT4", "INT8", "INTEGER", "INTERVAL", "INTO", "INVISIBLE", "IS", "ITERATE", "JOIN",
    "JSON_TABLE", "KEY", "KEYS", "KILL", "LAG", "LAST_VALUE", "LEAD", "LEADING", "LEAVE", "LEFT",
    "LIKE", "LIMIT", "LINEAR", "LINES", "LOAD", "LOCALTIME", "LOCALTIMESTAMP", "LOCK", "LOCKED",
    "LONG", "LONGBLOB", "LONGTEXT", "LOOP", "LOW_PRIORITY", "MASTER_PUBLIC_KEY_PATH",
    "MASTER_SSL_VERIFY_SERVER_CERT", "MATCH", "MAXVALUE", "MEDIUMBLOB", "MEDIUMINT", "MEDIUMTEXT",
    "MIDDLEINT", "MINUTE_MICROSECOND", "MINUTE_SECOND", "MOD", "MODIFIES", "NATURAL", "NESTED",
    "NOT", "NOWAIT", "NO_WRITE_TO_BINLOG", "NTH_VALUE", "NTILE", "NULL", "NULLS", "NUMERIC", "OF",
    "ON", "OPTIMIZE", "OPTIMIZER_COSTS", "OPTION", "OPTIONALLY", "OR", "ORDER", "ORDINALITY",
    "ORGANIZATION", "OTHERS", "OUT", "OUTER", "OUTFILE", "OVER", "PARTITION", "PATH",
    "PERCENT_RANK", "PERSIST", "PERSIST_ONLY", "PRECEDING", "PRECISION", "PRIMARY", "PROCEDURE",
    "PROCESS", "PURGE", "RANGE", "RANK", "READ", "READS", "READ_WRITE", "REAL", "RECURSIVE",
    "REFERENCE", "REFERENCES", "REGEXP", "RELEASE", "REMOTE", "RENAME", "REPEAT", "REPLACE",
    "REQUIRE", "RESIGNAL", "RESOURCE", "RESPECT", "RESTART", "RESTRICT", "RETURN", "REUSE",
    "REVOKE", "RIGHT", "RLIKE", "ROLE", "ROW_NUMBER", "SCHEMA", "SCHEMAS", "SECOND_MICROSECOND",
    "SELECT", "SENSITIVE", "SEPARATOR", "SET", "SHOW", "SIGNAL", "SKIP", "SMALLINT", "SPATIAL",
    "SPECIFIC", "SQL", "SQLEXCEPTION", "SQLSTATE", "SQLWARNING", "SQL_BIG_RESULT",
    "SQL_CALC_FOUND_ROWS", "SQL_SMALL_RESULT", "SRID", "SSL", "STARTING", "STORED", "STRAIGHT_JOIN",
    "SYSTEM", "TABLE", "TERMINATED", "THEN", "THREAD_PRIORITY", "TIES", "TINYBLOB", "TINYINT",
    "TINYTEXT", "TO", "TRAILING", "TRIGGER", "TRUE", "UNBOUNDED", "UNDO", "UNION", "UNIQUE",
    "UNLOCK", "UNSIGNED", "UPDATE", "USAGE", "USE", "USING", "UTC_DATE", "UTC_TIME",
    "UTC_TIMESTAMP", "VALUES", "VARBINARY", "VARCHAR", "VARCHARACTER", "VARYING", "VCPU", "VIRTUAL",
    "VISIBLE", "WHEN", "WHERE", "WHILE", "WINDOW", "WITH", "WRITE", "XOR", "YEAR_MONTH", "ZEROFILL",
};
// clang-format on

// Further reserved words of MySQL 8.0 (manual, 9.3 "Keywords and Reserved Words").
constexpr std::array<std::string_view, 8> kMySqlOnly{
    "FUNCTION", "INTERSECT", "IO_AFTER_GTIDS", "IO_BEFORE_GTIDS", "LATERAL", "MASTER_BIND",
    "ROW",      "ROWS"};

// Further words that MariaDB 10.11 does not take as the name of a column or table.
constexpr std::array<std::string_view, 18> kMariaDbOnly{
    "CURRENT_ROLE",           "DELETE_DOMAIN_ID", "DO_DOMAIN_IDS",
    "IGNORE_DOMAIN_IDS",      "INTERSECT",        "MASTER_DEMOTE_TO_REPLICA",
    "MASTER_DEMOTE_TO_SLAVE", "OFFSET",           "PAGE_CHECKSUM",
    "PARSE_VCOL_EXPR",        "PERIOD",           "PORTION",
    "REF_SYSTEM_ID",          "RETURNING",        "ROWS",
    "STATS_AUTO_RECALC",      "STATS_PERSISTENT", "STATS_SAMPLE_PAGES"};

template <std::size_t kFirst, std::size_t kSecond>
constexpr auto merged(const std::array<std::string_view, kFirst>& first,
                      const std::array<std::string_view, kSecond>& second) {
  std::array<std::string_view, kFirst + kSecond> all;
  std::merge(first.begin(), first.end(), second.begin(), second.end(), all.begin());
  return all;
}

constexpr auto kMySqlWords = merged(kShared, kMySqlOnly);
constexpr auto kMariaDbWords = merged(kShared, kMariaDbOnly);
static_assert(std::is_sorted(kMySqlWords.begin(), kMySqlWords.end()));
static_assert(std::is_sorted(kMariaDbWords.begin(), kMariaDbWords.end()));

}  // namespace

std::span<const std::string_view> mysql_reserved_words() { return kMySqlWords; }

std::span<const std::string_view> mariadb_reserved_words() { return kMariaDbWords; }

}  // namespace strata::mysql
