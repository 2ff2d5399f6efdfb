#include "engine/run/drop_all.h"

#include <algorithm>
#include <set>

#include "engine/base/text.h"

namespace strata::run {
namespace {

using schema::Object;

model::Text name_or_default(const std::string& schema) {
  return schema.empty() ? std::nullopt : model::Text(schema);
}

// Those that are used come after those that use them. What takes part in a circle stays where it
// is.
template <typename Uses>
std::vector<std::string> users_first(std::vector<std::string> names, const Uses& uses) {
  std::vector<std::string> order;
  while (!names.empty()) {
    const auto free = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
      return std::none_of(names.begin(), names.end(), [&](const std::string& other) {
        return other != name && uses(other, name);
      });
    });
    const auto next = free == names.end() ? names.begin() : free;
    order.push_back(*next);
    names.erase(next);
  }
  return order;
}

class Emptying {
 public:
  Emptying(Session& session, std::string schema, Dropped& dropped)
      : session_(session), schema_(std::move(schema)), dropped_(dropped) {}

  void run() {
    drop_views();
    drop_tables();
    drop_sequences();
  }

 private:
  void execute(const model::Change& change) {
    // Its objects may be named like reserved words, in any case.
    const sql::Target target = session_.target(model::QuotingStrategy::QuoteAllObjects);
    for (const model::Change& part : session_.dialect().parts(change, target))
      session_.runner().run_all(session_.dialect().render(part, target));
  }

  std::vector<std::string> names(Object::Kind kind) {
    std::vector<std::string> found;
    for (const Object& object : session_.connection()->schema().objects(schema_, {kind}))
      found.push_back(object.name);
    return found;
  }

  void drop_views() {
    std::map<std::string, std::string> definitions;
    if (schema_.empty()) {
      for (const schema::View& view : session_.connection()->schema().read().views)
        definitions[view.name] = to_lower(view.definition);
    }
    const auto uses = [&](const std::string& user, const std::string& used) {
      return definitions[user].find(to_lower(used)) != std::string::npos;
    };
    for (const std::string& name : users_first(names(Object::Kind::View), uses)) {
      model::DropView drop;
      drop.schema_name = name_or_default(schema_);
      drop.view_name = name;
      execute({drop, {}});
      dropped_.views.push_back(name);
    }
  }

  void drop_tables() {
    std::map<std::string, schema::Table> tables;
    const std::vector<std::string> all = names(Object::Kind::Table);
    for (const std::string& name : all) {
      if (auto table = session_.connection()->schema().table(schema_, name))
        tables[name] = std::move(*table);
    }
    const auto uses = [&](const std::string& user, const std::string& used) {
      const std::vector<schema::ForeignKey>& keys = tables[user].foreign_keys;
      return std::any_of(keys.begin(), keys.end(), [&](const schema::ForeignKey& key) {
        return equals_ignore_case(key.referenced_table, used);
      });
    };
    const std::vector<std::string> order = users_first(all, uses);
    std::set<std::string> gone;
    for (const std::string& name : order) {
      // In a circle, somebody still refers to it.
      for (const std::string& user : order) {
        if (user != name && gone.count(user) == 0 && uses(user, name))
          drop_keys(tables[user], name);
      }
      model::DropTable drop;
      drop.schema_name = name_or_default(schema_);
      drop.table_name = name;
      drop.cascade_constraints = true;
      execute({drop, {}});
      gone.insert(name);
      dropped_.tables.push_back(name);
    }
  }

  void drop_keys(schema::Table& user, const std::string& used) {
    for (const schema::ForeignKey& key : user.foreign_keys) {
      if (!key.name || !equals_ignore_case(key.referenced_table, used)) continue;
      model::DropForeignKeyConstraint drop;
      drop.base_table_schema_name = name_or_default(schema_);
      drop.base_table_name = user.name;
      drop.constraint_name = *key.name;
      execute({drop, {}});
    }
    std::erase_if(user.foreign_keys, [&](const schema::ForeignKey& key) {
      return equals_ignore_case(key.referenced_table, used);
    });
  }

  // Those that belonged to columns are gone by now.
  void drop_sequences() {
    for (const std::string& name : names(Object::Kind::Sequence)) {
      model::DropSequence drop;
      drop.schema_name = name_or_default(schema_);
      drop.sequence_name = name;
      execute({drop, {}});
      dropped_.sequences.push_back(name);
    }
  }

  Session& session_;
  std::string schema_;
  Dropped& dropped_;
};

}  // namespace

Dropped drop_all(Session& session, const std::vector<std::string>& schemas) {
  Dropped dropped;
  StatementRunner& runner = session.runner();
  runner.begin();
  try {
    if (schemas.empty()) Emptying(session, "", dropped).run();
    for (const std::string& schema : schemas) Emptying(session, schema, dropped).run();
    runner.commit();
  } catch (const Error&) {
    runner.rollback();
    throw;
  }
  return dropped;
}

}  // namespace strata::run
