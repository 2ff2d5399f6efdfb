#include "engine/run/database_parameters.h"

#include "engine/base/text.h"

namespace strata::run {
namespace {

// Whether the reference takes the database for one that a mistake does no harm to.
bool is_local(const driver::Url& url) {
  return is_one_of(to_lower(url.host), {"localhost", "127.0.0.1"});
}

}  // namespace

std::vector<std::pair<std::string, std::string>> database_parameters(const Session& session) {
  const sql::Traits& traits = session.dialect().traits();
  const sql::Target target = session.target();
  const driver::ServerInfo* server = session.server();
  const auto flag = [](bool value) { return std::string(value ? "true" : "false"); };
  // Where there are only databases, they are both to the reference.
  const std::string& schema = traits.schemas ? target.default_schema : target.default_catalog;
  std::vector<std::pair<std::string, std::string>> parameters{
      {"autoIncrementClause", std::string(traits.auto_increment_clause)},
      {"currentDateTimeFunction", std::string(traits.current_timestamp)},
      {"databaseChangeLogLockTableName", session.tracking().lock_table()},
      {"databaseChangeLogTableName", session.tracking().history_table()},
      {"databaseMajorVersion", std::to_string(target.version.major)},
      {"databaseMinorVersion", std::to_string(target.version.minor)},
      {"databaseProductName", std::string(traits.product_name)},
      {"databaseProductVersion", server != nullptr ? server->version_text : ""},
      {"defaultCatalogName", target.default_catalog},
      {"defaultSchemaName", schema},
      {"lineComment", std::string(traits.batch_comment)},
      {"typeName", std::string(traits.name)},
      {"isSafeToRunUpdate", flag(is_local(session.options().connect.url))},
      {"requiresPassword", flag(true)},
      {"requiresUsername", flag(true)},
      {"supportsForeignKeyDisable", flag(traits.disables_foreign_keys)},
      {"supportsInitiallyDeferrableColumns", flag(traits.deferrable_constraints)},
      {"supportsRestrictForeignKeys", flag(true)},
      {"supportsSchemas", flag(traits.schemas)},
      {"supportsSequences", flag(traits.sequences)},
      {"supportsTablespaces", flag(traits.tablespaces)},
      {"supportsNotNullConstraintNames", flag(false)}};
  std::erase_if(parameters, [](const auto& one) { return one.second.empty(); });
  parameters.emplace_back("defaultSchemaNamePrefix", schema.empty() ? "" : "." + schema);
  for (auto& [name, value] : parameters) name.insert(0, "database.");
  return parameters;
}

}  // namespace strata::run
