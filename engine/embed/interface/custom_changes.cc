// Custom changes of programs that use the C interface.
#include "engine/embed/interface/handles.h"
#include "engine/run/custom_sql.h"

using strata::Error;
using strata::ErrorKind;
using strata::embed::guarded;
using strata::embed::text_of;

struct strata_custom {
  strata::run::CustomContext& context;
  // What went wrong first; thrown when the program's function has returned, as nothing may be
  // thrown through it.
  std::optional<Error> error;
};

namespace {

strata::run::CustomFunction calling(strata_custom_function function, void* user) {
  if (function == nullptr) return nullptr;
  return [function, user](strata::run::CustomContext& context) {
    strata_custom custom{context, std::nullopt};
    function(user, &custom);
    if (custom.error) throw Error(*custom.error);
  };
}

}  // namespace

const char* strata_custom_parameter(const strata_custom* custom, const char* name) {
  const auto& parameters = custom->context.change.parameters;
  const auto found = name == nullptr ? parameters.end() : parameters.find(name);
  return found == parameters.end() || !found->second ? nullptr : found->second->c_str();
}

int strata_custom_execute(strata_custom* custom, const char* sql) {
  if (custom->error) return 1;
  try {
    strata::run::run_sql(custom->context, text_of(sql, "the SQL"), "");
    return 0;
  } catch (const Error& error) {
    custom->error = error;
  } catch (const std::exception& error) {
    custom->error = Error(ErrorKind::Internal, error.what());
  }
  return 1;
}

int strata_custom_is_live(const strata_custom* custom) { return custom->context.is_live ? 1 : 0; }

void strata_custom_fail(strata_custom* custom, const char* message) {
  if (!custom->error) custom->error = Error(ErrorKind::Command, message == nullptr ? "" : message);
}

strata_error* strata_add_custom_change(strata_migration* migration, const char* class_name,
                                       strata_custom_function execute, strata_custom_function undo,
                                       void* user) {
  return guarded([&] {
    if (execute == nullptr) throw Error(ErrorKind::Usage, "the custom change's function is NULL");
    migration->custom_changes.insert_or_assign(
        text_of(class_name, "the class name"),
        strata::run::CustomHandlers{calling(execute, user), calling(undo, user)});
  });
}
