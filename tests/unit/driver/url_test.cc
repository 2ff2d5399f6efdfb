#include "engine/driver/url.h"

#include <gtest/gtest.h>

#include "engine/base/error.h"

namespace strata::driver {
namespace {

using Parameters = std::map<std::string, std::string>;

Error error_of(std::string_view text) {
  try {
    parse_url(text);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << text << " was taken";
  return Error(ErrorKind::Internal, "");
}

std::string message_of(std::string_view text) { return error_of(text).what(); }
std::string hint_of(std::string_view text) { return error_of(text).hint(); }

TEST(Url, JdbcPostgresql) {
  const Url url = parse_url(
      "jdbc:postgresql://db.example.org:5433/shop?user=anna&password=s%26cret&ssl=true"
      "&currentSchema=sales,public");
  EXPECT_EQ(url.scheme, "postgresql");
  EXPECT_TRUE(url.jdbc);
  EXPECT_EQ(url.host, "db.example.org");
  EXPECT_EQ(url.port, 5433);
  EXPECT_EQ(url.database, "shop");
  EXPECT_EQ(url.user, "anna");
  EXPECT_EQ(url.password, "s&cret");
  EXPECT_EQ(url.parameters, (Parameters{{"ssl", "true"}, {"currentSchema", "sales,public"}}));
}

TEST(Url, JdbcPostgresqlWithoutHost) {
  for (const char* text :
       {"jdbc:postgresql:shop", "jdbc:postgresql:/shop", "jdbc:postgresql:///shop"}) {
    const Url url = parse_url(text);
    EXPECT_EQ(url.host, "") << text;
    EXPECT_EQ(url.port, std::nullopt) << text;
    EXPECT_EQ(url.database, "shop") << text;
  }
  EXPECT_EQ(parse_url("jdbc:postgresql:").database, "");
  EXPECT_EQ(parse_url("jdbc:postgresql://host").database, "");
  EXPECT_EQ(parse_url("jdbc:postgresql://host/").database, "");
}

TEST(Url, SchemesIgnoreCase) {
  EXPECT_EQ(parse_url("JDBC:PostgreSQL://h/Shop").scheme, "postgresql");
  EXPECT_EQ(parse_url("JDBC:PostgreSQL://h/Shop").database, "Shop");
}

TEST(Url, NativePostgresql) {
  for (const char* scheme : {"postgresql", "postgres"}) {
    const Url url = parse_url(std::string(scheme) + "://anna:p%40ss@db:5433/shop?sslmode=require");
    EXPECT_EQ(url.scheme, "postgresql");
    EXPECT_FALSE(url.jdbc);
    EXPECT_EQ(url.host, "db");
    EXPECT_EQ(url.port, 5433);
    EXPECT_EQ(url.user, "anna");
    EXPECT_EQ(url.password, "p@ss");
    EXPECT_EQ(url.parameters, (Parameters{{"sslmode", "require"}}));
  }
}

TEST(Url, UserWithoutPasswordAndEmptyPassword) {
  EXPECT_EQ(parse_url("postgresql://anna@db/shop").password, std::nullopt);
  EXPECT_EQ(parse_url("postgresql://anna:@db/shop").password, "");
  EXPECT_EQ(parse_url("postgresql://db/shop").user, std::nullopt);
}

TEST(Url, UnescapedAtInPasswordBelongsToThePassword) {
  const Url url = parse_url("mysql://anna:p@ss:w@db:3307/shop");
  EXPECT_EQ(url.password, "p@ss:w");
  EXPECT_EQ(url.host, "db");
  EXPECT_EQ(url.port, 3307);
}

TEST(Url, SocketAsHost) {
  EXPECT_EQ(parse_url("postgresql://%2Fvar%2Frun%2Fpostgresql/shop").host, "/var/run/postgresql");
  EXPECT_EQ(parse_url("postgresql:///shop?host=/tmp").parameters.at("host"), "/tmp");
}

TEST(Url, Ipv6) {
  const Url url = parse_url("jdbc:postgresql://[::1]:5433/shop");
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.port, 5433);
  EXPECT_EQ(parse_url("mysql://[fe80::2]/shop").host, "fe80::2");
  EXPECT_EQ(parse_url("mysql://[fe80::2]/shop").port, std::nullopt);
}

TEST(Url, SeveralHosts) {
  EXPECT_EQ(endpoints(parse_url("jdbc:postgresql://a:1,b,[::1]:3/shop")),
            (std::vector<Endpoint>{{"a", 1}, {"b", std::nullopt}, {"::1", 3}}));
  EXPECT_EQ(endpoints(parse_url("mysql://anna:x@a,[::2]/shop")),
            (std::vector<Endpoint>{{"a", std::nullopt}, {"::2", std::nullopt}}));
  EXPECT_EQ(endpoints(parse_url("mysql://a:7/shop")), (std::vector<Endpoint>{{"a", 7}}));
  EXPECT_EQ(endpoints(parse_url("postgresql:///shop")),
            (std::vector<Endpoint>{{"", std::nullopt}}));
}

TEST(Url, EndpointsAsTexts) {
  EXPECT_EQ(to_string(Endpoint{"", std::nullopt}, 7), "localhost:7");
  EXPECT_EQ(to_string(Endpoint{"db", 1}, 7), "db:1");
  EXPECT_EQ(to_string(Endpoint{"::1", std::nullopt}, 7), "[::1]:7");
  EXPECT_EQ(to_string(Endpoint{"/run/socket", std::nullopt}, 7), "/run/socket");
}

TEST(Url, MySqlAndMariaDb) {
  const Url url = parse_url("jdbc:mysql://db:3307/shop?useSSL=false&user=anna&password=a=b");
  EXPECT_EQ(url.scheme, "mysql");
  EXPECT_EQ(url.port, 3307);
  EXPECT_EQ(url.password, "a=b");
  EXPECT_EQ(url.parameters, (Parameters{{"useSSL", "false"}}));
  EXPECT_EQ(parse_url("mariadb://anna@db/shop").scheme, "mariadb");
}

TEST(Url, PlusIsABlankOnlyForPostgresqlJdbc) {
  EXPECT_EQ(parse_url("jdbc:postgresql://h/d?options=-c+x%2By").parameters.at("options"), "-c x+y");
  EXPECT_EQ(parse_url("postgresql://h/d?options=a+b").parameters.at("options"), "a+b");
  EXPECT_EQ(parse_url("jdbc:mysql://h/d?password=a+b").password, "a+b");
}

TEST(Url, ParametersWithoutValueAndEmptyParts) {
  EXPECT_EQ(parse_url("postgresql://h/d?ssl&&a=&").parameters,
            (Parameters{{"ssl", ""}, {"a", ""}}));
  EXPECT_EQ(parse_url("postgresql://h/d?").parameters, Parameters{});
}

TEST(Url, ParameterNamesIgnoreCaseWhenAsked) {
  const Url url = parse_url("jdbc:mysql://h/d?useSSL=true");
  EXPECT_EQ(parameter(url, "USESSL"), "true");
  EXPECT_EQ(parameter(url, "other"), std::nullopt);
}

TEST(Url, Sqlite) {
  EXPECT_EQ(parse_url("jdbc:sqlite:shop.db").database, "shop.db");
  EXPECT_EQ(parse_url("jdbc:sqlite:/data/a b%20c.db").database, "/data/a b%20c.db");
  EXPECT_EQ(parse_url("jdbc:sqlite:C:/x.db").database, "C:/x.db");
  EXPECT_EQ(parse_url("jdbc:sqlite::memory:").database, ":memory:");
  EXPECT_EQ(parse_url("jdbc:sqlite:").database, ":memory:");
  EXPECT_EQ(parse_url("sqlite::memory:").database, ":memory:");
  EXPECT_EQ(parse_url("sqlite:shop.db").database, "shop.db");
  EXPECT_EQ(parse_url("sqlite:../a/shop.db").database, "../a/shop.db");
  EXPECT_EQ(parse_url("sqlite:/data/shop.db").database, "/data/shop.db");
  EXPECT_EQ(parse_url("sqlite:///data/my%20shop.db").database, "/data/my shop.db");
  EXPECT_EQ(parse_url("sqlite:user@home.db").database, "user@home.db");
}

TEST(Url, SqliteParameters) {
  const Url url = parse_url("jdbc:sqlite:file:shop.db?mode=ro&foreign_keys=true");
  EXPECT_EQ(url.database, "file:shop.db");
  EXPECT_EQ(url.parameters, (Parameters{{"mode", "ro"}, {"foreign_keys", "true"}}));
}

TEST(Url, Offline) {
  const Url url =
      parse_url("offline:postgresql?version=15.0&changeLogFile=h.csv&outputLiquibaseSql=all");
  EXPECT_EQ(url.scheme, "offline");
  EXPECT_EQ(url.database, "postgresql");
  EXPECT_EQ(
      url.parameters,
      (Parameters{{"version", "15.0"}, {"changeLogFile", "h.csv"}, {"outputLiquibaseSql", "all"}}));
  EXPECT_EQ(parse_url("offline:MariaDB").database, "mariadb");
}

TEST(Url, BlanksAroundAreIgnored) { EXPECT_EQ(parse_url("  sqlite:a.db\n").database, "a.db"); }

TEST(UrlErrors, Kind) { EXPECT_EQ(error_of("nonsense").kind(), ErrorKind::Usage); }

TEST(UrlErrors, NoScheme) {
  for (const char* text :
       {"nonsense", "localhost/shop", "://h/d", "/data/shop.db", "host=localhost dbname=shop"}) {
    EXPECT_EQ(message_of(text),
              std::string("wrong URL '") + text + "': it does not begin with the kind of database");
  }
  EXPECT_NE(hint_of("nonsense").find("jdbc:postgresql://localhost:5432/shop"), std::string::npos);
  EXPECT_EQ(message_of(""), "the URL of the database is empty");
  EXPECT_EQ(message_of(" \t"), "the URL of the database is empty");
}

TEST(UrlErrors, UnknownSchemes) {
  EXPECT_EQ(message_of("jdbc:postgres://h/d"),
            "wrong URL 'jdbc:postgres://h/d': unknown kind of database 'postgres'");
  EXPECT_EQ(hint_of("jdbc:postgres://h/d"), "did you mean 'postgresql'?");
  EXPECT_EQ(hint_of("mysqll://h/d"), "did you mean 'mysql'?");
  EXPECT_EQ(hint_of("jdbc:maria-db://h/d"), "did you mean 'mariadb'?");
  EXPECT_EQ(hint_of("sqlite3:x.db"), "did you mean 'sqlite'?");
  EXPECT_NE(hint_of("http://h/d").find("for example"), std::string::npos);
}

TEST(UrlErrors, UnsupportedDatabases) {
  EXPECT_EQ(message_of("jdbc:oracle:thin:@//h:1521/x"),
            "wrong URL 'jdbc:oracle:*****@//h:1521/x': Oracle is not supported");
  EXPECT_EQ(message_of("jdbc:sqlserver://h:1433;databaseName=x"),
            "wrong URL 'jdbc:sqlserver://h:1433;databaseName=x': SQL Server is not supported");
  EXPECT_EQ(message_of("jdbc:h2:mem:x"), "wrong URL 'jdbc:h2:mem:x': H2 is not supported");
  EXPECT_TRUE(
      hint_of("jdbc:h2:mem:x").starts_with("supported are PostgreSQL, MySQL, MariaDB and SQLite"));
}

TEST(UrlErrors, MissingParts) {
  EXPECT_EQ(message_of("sqlite:"), "wrong URL 'sqlite:': the path of the database file is missing");
  EXPECT_EQ(message_of("sqlite://?x=y"),
            "wrong URL 'sqlite://?x=y': the path of the database file is missing");
  EXPECT_EQ(message_of("offline:"), "wrong URL 'offline:': the kind of database is missing");
  EXPECT_EQ(message_of("jdbc:offline:postgresql"),
            "wrong URL 'jdbc:offline:postgresql': offline: has no jdbc: form");
  EXPECT_EQ(message_of("mysql:shop"),
            "wrong URL 'mysql:shop': '//' and a host are missing behind 'mysql:'");
  EXPECT_EQ(message_of("jdbc:postgresql:h:5432/d"),
            "wrong URL 'jdbc:postgresql:h:5432/d': '//' and a host are missing behind "
            "'postgresql:'");
  EXPECT_EQ(hint_of("jdbc:mysql:/h/d"), "jdbc:mysql://host/database");
}

TEST(UrlErrors, Ports) {
  for (const char* port : {"x", "0", "65536", "-1", "1 ", "99999999999", "12a"}) {
    const std::string text = std::string("postgresql://h:") + port + "/d";
    EXPECT_EQ(message_of(text),
              "wrong URL '" + text + "': the port is not a number between 1 and 65535");
  }
  EXPECT_EQ(parse_url("postgresql://h:/d").port, std::nullopt);
  EXPECT_EQ(parse_url("postgresql://h:65535/d").port, 65535);
}

TEST(UrlErrors, Hosts) {
  EXPECT_NE(message_of("postgresql://::1/d").find("more than one ':'"), std::string::npos);
  EXPECT_NE(message_of("postgresql://[::1/d").find("'[' without ']'"), std::string::npos);
  EXPECT_NE(message_of("postgresql://[::1]x/d").find("between ']' and the port"),
            std::string::npos);
  EXPECT_NE(message_of("postgresql://a,,b/d").find("is empty"), std::string::npos);
  EXPECT_NE(message_of("jdbc:mysql://(host=a)/d").find("parentheses"), std::string::npos);
  EXPECT_NE(message_of("jdbc:mysql://address=(host=a)/d").find("parentheses"), std::string::npos);
  EXPECT_NE(message_of("jdbc:mariadb:sequential://a,b/d").find("'sequential:' is not supported"),
            std::string::npos);
}

TEST(UrlErrors, PercentEscapes) {
  for (const char* text : {"postgresql://a%b@h/d", "postgresql://h/d%", "postgresql://h/d?x=%zz",
                           "postgresql://h/d%00"}) {
    EXPECT_NE(message_of(text).find("broken percent escape"), std::string::npos) << text;
  }
}

TEST(UrlErrors, NeverShowThePassword) {
  for (const char* text : {
           "postgresql://anna:mArK@h:port/d",
           "postgresql://anna:mArK/x@h/d",
           "postgresql://anna:mArK%zz@h/d",
           "postgresql://anna:12?mArK@h/d",
           "postgresql://anna:1/mArK@h/d",
           "jdbc:postgres://h/d?user=anna&password=mArK",
           "jdbc:postgresql://h:x/d?password=mArK",
           "jdbc:mysql:anna:mArK@h/d",
           "mysql:/anna:mArK@h/d",
           "anna:mArK@h/d",
           "anna:x@mArK@h/d",
           "jdbc:oracle:thin:anna/mArK@//h:1521/d",
           "jdbc:oracle:thin:anna/x//mArK@h:1521/d",
           "jdbc:sqlserver://h;user=anna;password=mArK",
           "jdbc:mysql:loadbalance://anna:mArK@a,b/d",
           "jdbc:mysql://address=(host=a)(user=anna)(password=mArK)/d",
           "host=h password=mArK dbname=d",
           "password = mArK",
       }) {
    const Error error = error_of(text);
    EXPECT_EQ(std::string(error.what()).find("mArK"), std::string::npos) << error.what();
    EXPECT_EQ(error.hint().find("mArK"), std::string::npos) << error.hint();
  }
}

struct Redaction {
  const char* text;
  const char* expected;
};

class Redacted : public testing::TestWithParam<Redaction> {};

TEST_P(Redacted, HidesSecretsOnly) { EXPECT_EQ(redacted(GetParam().text), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Url, Redacted,
    testing::Values(
        Redaction{"jdbc:postgresql://h:5432/d", "jdbc:postgresql://h:5432/d"},
        Redaction{"jdbc:postgresql://h:5432/d?user=a@b.c&password=x&ssl=true",
                  "jdbc:postgresql://h:5432/d?user=a@b.c&password=*****&ssl=true"},
        Redaction{"jdbc:postgresql://h/d?password=x@y&user=a",
                  "jdbc:postgresql://h/d?password=*****&user=a"},
        Redaction{"jdbc:postgresql://[::1]:5432/d?x=a@b", "jdbc:postgresql://[::1]:5432/d?x=a@b"},
        Redaction{"postgresql://anna:x@h/d", "postgresql://anna:*****@h/d"},
        Redaction{"postgresql://anna@h/d", "postgresql://anna@h/d"},
        Redaction{"postgresql://anna:@h/d", "postgresql://anna:*****@h/d"},
        Redaction{"postgresql://anna:x@y@h/d", "postgresql://anna:*****@h/d"},
        Redaction{"postgresql://anna:x/y@h/d", "postgresql://anna:*****@h/d"},
        Redaction{"postgresql://anna:x?y=z@h/d", "postgresql://anna:*****@h/d"},
        Redaction{"postgresql://anna/x@h/d", "postgresql://*****@h/d"},
        Redaction{"user:pa@ss@host", "user:*****@host"},
        Redaction{"jdbc:mysql:anna:x@h/d", "jdbc:mysql:*****@h/d"},
        Redaction{"mysql://h/d?PWD=x&passwd=y&sslPassword=z&trustCertificateKeyStorePassword=w",
                  "mysql://h/d?PWD=*****&passwd=*****&sslPassword=*****"
                  "&trustCertificateKeyStorePassword=*****"},
        Redaction{"mysql://h/d?accessToken=x&client_secret=y&pass=z&pw=w&access_key=v",
                  "mysql://h/d?accessToken=*****&client_secret=*****&pass=*****&pw=*****"
                  "&access_key=*****"},
        Redaction{"mysql://h/d?p%61ssword=x&a=b", "mysql://h/d?p%61ssword=*****&a=b"},
        Redaction{"mysql://h/d?password=x&y&z=1", "mysql://h/d?password=*****&z=1"},
        Redaction{"mysql://h/d?password=x&y", "mysql://h/d?password=*****"},
        Redaction{"mysql://h/d?compass=x&bypass=y", "mysql://h/d?compass=x&bypass=y"},
        Redaction{"jdbc:sqlserver://h:1433;user=a;password=x;y=z",
                  "jdbc:sqlserver://h:1433;user=a;password=*****;y=z"},
        Redaction{"jdbc:sqlite:/home/a@b/x.db", "jdbc:sqlite:/home/a@b/x.db"},
        Redaction{"jdbc:sqlite:x.db?password=k", "jdbc:sqlite:x.db?password=*****"},
        Redaction{"sqlite:a@b:c@d.db", "sqlite:a@b:c@d.db"},
        Redaction{"offline:postgresql?version=15", "offline:postgresql?version=15"},
        Redaction{"host=h password=x dbname=d", "host=h password=***** dbname=d"},
        Redaction{"", ""}));

TEST(ParseUrl, AddressesOfFurtherDrivers) {
  constexpr std::string_view kFurther[] = {"audited", "firebird"};
  const Url file = parse_url("audited:folder/a.db?log=a.log", kFurther);
  EXPECT_EQ(file.database, "folder/a.db");
  EXPECT_EQ(file.parameters.at("log"), "a.log");
  const Url server = parse_url("firebird://ann:pw@host:3050/shop", kFurther);
  EXPECT_EQ(server.host, "host");
  EXPECT_EQ(server.user, "ann");
  EXPECT_EQ(server.password, "pw");
  EXPECT_EQ(server.database, "shop");
  EXPECT_THROW(parse_url("h2:mem", kFurther), Error);
}

}  // namespace
}  // namespace strata::driver
