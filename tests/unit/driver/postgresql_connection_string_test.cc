#include <gtest/gtest.h>

#include "drivers/postgresql/session/connection_string.h"

namespace strata::postgresql {
namespace {

std::string text_for(std::string_view url, const std::string& password = "") {
  driver::ConnectOptions options;
  options.url = driver::parse_url(url);
  options.user = options.url.user.value_or("");
  options.password = password;
  return connection_string(options);
}

constexpr std::string_view kBegin = "application_name='strata' client_encoding='UTF8' ";

TEST(ConnectionString, Jdbc) {
  EXPECT_EQ(
      text_for("jdbc:postgresql://h:5433/shop?user=anna"),
      std::string(kBegin) + "connect_timeout='10' dbname='shop' host='h' port='5433' user='anna'");
  EXPECT_EQ(text_for("jdbc:postgresql:shop"),
            std::string(kBegin) + "connect_timeout='10' dbname='shop' host='localhost'");
}

TEST(ConnectionString, NativeLeavesTheDefaultsToTheLibrary) {
  EXPECT_EQ(text_for("postgresql:///shop"),
            std::string(kBegin) + "connect_timeout='10' dbname='shop'");
  EXPECT_EQ(text_for("postgresql://h/?connect_timeout=3&sslmode=disable"),
            std::string(kBegin) + "connect_timeout='3' host='h' sslmode='disable'");
}

TEST(ConnectionString, SeveralHosts) {
  EXPECT_EQ(text_for("postgresql://a:1,b,[::1]:3/d"),
            std::string(kBegin) + "connect_timeout='10' dbname='d' host='a,b,::1' port='1,,3'");
}

TEST(ConnectionString, QuotesValues) {
  EXPECT_EQ(
      text_for("postgresql://h/d%27x", "a'b\\c d"),
      std::string(kBegin) + "connect_timeout='10' dbname='d\\'x' host='h' password='a\\'b\\\\c d'");
}

TEST(ConnectionString, JdbcTls) {
  EXPECT_NE(text_for("jdbc:postgresql://h/d?ssl=true").find("sslmode='verify-full'"),
            std::string::npos);
  EXPECT_NE(text_for("jdbc:postgresql://h/d?ssl").find("sslmode='verify-full'"), std::string::npos);
  EXPECT_NE(text_for("jdbc:postgresql://h/d?ssl=true&sslmode=require").find("sslmode='require'"),
            std::string::npos);
  EXPECT_EQ(text_for("jdbc:postgresql://h/d?ssl=false").find("sslmode"), std::string::npos);
}

TEST(ConnectionString, JdbcNamesOfLibpqsParameters) {
  const std::string text = text_for(
      "jdbc:postgresql://h/d?targetServerType=preferSecondary&tcpKeepAlive=false&ApplicationName=x"
      "&loginTimeout=7&prepareThreshold=0&currentSchema=a&reWriteBatchedInserts=true");
  EXPECT_EQ(text,
            "application_name='x' client_encoding='UTF8' connect_timeout='7' dbname='d' host='h' "
            "keepalives='0' target_session_attrs='prefer-standby'");
}

}  // namespace
}  // namespace strata::postgresql
