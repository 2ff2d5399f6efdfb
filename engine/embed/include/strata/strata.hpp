// Strata for C++ programs: strata.h, which says what each call does, in C++17's terms. Everything
// is inline, so only the C interface is called across the library's border. Failures are thrown.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "strata/strata.h"

namespace strata {
inline namespace v1 {

struct ChangeSet {
  std::string path;
  std::string id;
  std::string author;

  explicit ChangeSet(const strata_change_set& from)
      : path(from.path), id(from.id), author(from.author) {}
  std::string name() const { return path + "::" + id + "::" + author; }
};

struct Item {
  ChangeSet change_set;
  std::string text;  // EXECUTED, RERAN, ... of what was applied; else why it is in its list
  std::chrono::milliseconds duration{};
};

struct Report {
  std::vector<Item> applied;  // by a rollback: rolled back; of a status: the history
  std::vector<Item> pending;
  std::vector<Item> skipped;
  std::vector<Item> tolerated;
  std::vector<Item> in_doubt;
  std::vector<Item> unexpected;
  std::string sql;
};

struct Mistake {
  std::string path;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;
  bool is_warning = false;
  std::string message;
  std::string hint;
  std::string source_line;
};

enum class Kind {
  Internal = STRATA_INTERNAL,
  Usage = STRATA_USAGE,
  Changelog = STRATA_CHANGELOG,
  Checksum = STRATA_CHECKSUM,
  Sql = STRATA_SQL,
  Connection = STRATA_CONNECTION,
  Lock = STRATA_LOCK,
  Rollback = STRATA_ROLLBACK,
  Stopped = STRATA_STOPPED,
  Precondition = STRATA_PRECONDITION,
  HalfDone = STRATA_HALF_DONE,
  Interrupted = STRATA_INTERRUPTED
};

// What every call throws. what() is the message alone, text() all there is to say.
class Failure : public std::runtime_error {
 public:
  Failure(const strata_error* error, Report done)
      : std::runtime_error(strata_error_message(error)),
        kind_(static_cast<v1::Kind>(strata_error_kind(error))),
        hint_(strata_error_hint(error)),
        text_(strata_error_text(error)),
        statement_(strata_error_statement(error)),
        sqlstate_(strata_error_sqlstate(error)),
        vendor_code_(strata_error_vendor_code(error)),
        report_(std::move(done)) {
    for (std::size_t i = 0; i < strata_error_mistake_count(error); ++i) {
      const strata_mistake found = strata_error_mistake(error, i);
      mistakes_.push_back({found.path, found.line, found.column, found.length,
                           found.is_warning != 0, found.message, found.hint, found.source_line});
    }
  }

  v1::Kind kind() const { return kind_; }
  const std::string& hint() const { return hint_; }
  const std::string& text() const { return text_; }
  const std::string& statement() const { return statement_; }
  const std::string& sqlstate() const { return sqlstate_; }
  std::int64_t vendor_code() const { return vendor_code_; }
  const std::vector<Mistake>& mistakes() const { return mistakes_; }
  // What was done before.
  const Report& report() const { return report_; }

 private:
  v1::Kind kind_;
  std::string hint_;
  std::string text_;
  std::string statement_;
  std::string sqlstate_;
  std::int64_t vendor_code_;
  std::vector<Mistake> mistakes_;
  Report report_;
};

enum class Level { Info = STRATA_INFO, Warning = STRATA_WARNING };

// What is thrown by one of these cancels the migration, and is thrown again by the call.
class Observer {
 public:
  virtual ~Observer() = default;

  virtual void change_set_starts(const ChangeSet& /*change_set*/, std::size_t /*index*/,
                                 std::size_t /*total*/) {}
  virtual void rollback_starts(const ChangeSet& /*change_set*/, std::size_t /*index*/,
                               std::size_t /*total*/) {}
  virtual void statement_ended(const std::string& /*sql*/, std::int64_t /*rows*/,
                               std::chrono::milliseconds /*elapsed*/) {}
  virtual void rows_loaded(const std::string& /*path*/, std::int64_t /*rows*/) {}
  virtual void waiting_for_lock(const std::string& /*holder*/, const std::string& /*since*/,
                                std::chrono::seconds /*left*/) {}
  virtual void message(Level /*level*/, const std::string& /*text*/) {}
};

// What a customChange is given.
class CustomChange {
 public:
  explicit CustomChange(strata_custom* custom) : custom_(custom) {}

  std::optional<std::string> parameter(const std::string& name) const {
    const char* const value = strata_custom_parameter(custom_, name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  }
  bool is_live() const { return strata_custom_is_live(custom_) != 0; }
  // Ends the function where the database refuses; the call then throws Failure.
  void execute(const std::string& sql) {
    if (strata_custom_execute(custom_, sql.c_str()) != 0) throw Refused();
  }

  // Of execute(): let it pass.
  struct Refused {};

 private:
  strata_custom* custom_;
};

// What it throws makes the changeset fail with that text.
using CustomFunction = std::function<void(CustomChange&)>;

// A database and a changelog. Used by one thread at a time, but for cancel().
class Migration {
 public:
  // The database by its address; further settings by set().
  explicit Migration(const std::string& url = "") : handle_(strata_new()) {
    if (handle_ == nullptr) throw std::bad_alloc();
    state_->handle = get();
    if (!url.empty()) set("url", url);
  }
  Migration(Migration&&) = default;
  Migration& operator=(Migration&&) = default;

  Migration& set(const std::string& name, const std::string& value) {
    return checked(strata_set(get(), name.c_str(), value.c_str()));
  }
  Migration& parameter(const std::string& name, const std::string& value) {
    return checked(strata_set_parameter(get(), name.c_str(), value.c_str()));
  }
  Migration& changelog_file(const std::string& path) { return set("changelog-file", path); }
  Migration& files(const strata_files& files) { return checked(strata_add_files(get(), &files)); }
  Migration& file(const std::string& path, std::string_view text) {
    const strata_file one{path.c_str(), text.data(), text.size()};
    return files({&one, 1});
  }
  // See strata_adopt(); the headers strata/postgresql.h, sqlite.h and mysql.h know the types.
  Migration& adopt(const std::string& database, void* session) {
    return checked(strata_adopt(get(), database.c_str(), session));
  }
  Migration& driver(const std::string& path) {
    return checked(strata_add_driver(get(), path.c_str()));
  }
  Migration& driver_entry(const void* entry) {
    return checked(strata_add_driver_entry(get(), entry));
  }
  // It must outlive the migration.
  Migration& observe(Observer& observer) {
    state_->observer = &observer;
    strata_observer callbacks{};
    callbacks.size = sizeof callbacks;
    callbacks.user = state_.get();
    callbacks.change_set_starts = [](void* user, const strata_change_set* key, std::size_t index,
                                     std::size_t total) {
      tell(user, [&](Observer& to) { to.change_set_starts(ChangeSet(*key), index, total); });
    };
    callbacks.rollback_starts = [](void* user, const strata_change_set* key, std::size_t index,
                                   std::size_t total) {
      tell(user, [&](Observer& to) { to.rollback_starts(ChangeSet(*key), index, total); });
    };
    callbacks.statement_ended = [](void* user, const char* sql, std::int64_t rows,
                                   std::int64_t elapsed) {
      tell(user, [&](Observer& to) {
        to.statement_ended(sql, rows, std::chrono::milliseconds(elapsed));
      });
    };
    callbacks.rows_loaded = [](void* user, const char* path, std::int64_t rows) {
      tell(user, [&](Observer& to) { to.rows_loaded(path, rows); });
    };
    callbacks.waiting_for_lock = [](void* user, const char* holder, const char* since,
                                    std::int64_t left) {
      tell(user,
           [&](Observer& to) { to.waiting_for_lock(holder, since, std::chrono::seconds(left)); });
    };
    callbacks.message = [](void* user, strata_level level, const char* text) {
      tell(user, [&](Observer& to) { to.message(static_cast<Level>(level), text); });
    };
    return checked(strata_set_observer(get(), &callbacks));
  }
  Migration& custom_change(const std::string& class_name, CustomFunction execute,
                           CustomFunction undo = nullptr) {
    auto& kept = *state_->customs.emplace_back(
        std::make_unique<Custom>(Custom{std::move(execute), std::move(undo)}));
    const auto forth = [](void* user, strata_custom* custom) {
      call(static_cast<Custom*>(user)->execute, custom);
    };
    const auto back = [](void* user, strata_custom* custom) {
      call(static_cast<Custom*>(user)->undo, custom);
    };
    return checked(strata_add_custom_change(
        get(), class_name.c_str(), forth,
        kept.undo ? static_cast<strata_custom_function>(back) : nullptr, &kept));
  }

  Report plan() { return run(strata_plan); }
  Report status() { return run(strata_status); }
  void validate() { checked(strata_validate(get())); }
  Report update() { return run(strata_update); }
  Report update_count(std::size_t count) { return run(strata_update_count, count); }
  Report update_to_tag(const std::string& tag) { return run(strata_update_to_tag, tag.c_str()); }
  std::string update_sql() { return run(strata_update_sql).sql; }
  Report rollback_count(std::size_t count) { return run(strata_rollback_count, count); }
  Report rollback_to_tag(const std::string& tag) {
    return run(strata_rollback_to_tag, tag.c_str());
  }
  Report rollback_to_date(const std::string& date) {
    return run(strata_rollback_to_date, date.c_str());
  }
  void tag(const std::string& tag) { checked(strata_tag(get(), tag.c_str())); }

  void cancel() noexcept { strata_cancel(get()); }
  strata_migration* get() const { return handle_.get(); }

 private:
  struct Free {
    void operator()(strata_migration* handle) const { strata_free(handle); }
    void operator()(strata_report* handle) const { strata_report_free(handle); }
    void operator()(strata_error* handle) const { strata_error_free(handle); }
  };
  struct Custom {
    CustomFunction execute;
    CustomFunction undo;
  };
  // What callbacks point to; it stays where it is when the migration is moved.
  struct State {
    strata_migration* handle = nullptr;
    Observer* observer = nullptr;
    std::exception_ptr thrown;
    std::vector<std::unique_ptr<Custom>> customs;
  };

  template <typename Work>
  static void tell(void* user, const Work& work) noexcept {
    State& state = *static_cast<State*>(user);
    try {
      work(*state.observer);
    } catch (...) {
      if (!state.thrown) state.thrown = std::current_exception();
      strata_cancel(state.handle);
    }
  }

  static void call(const CustomFunction& function, strata_custom* custom) noexcept {
    try {
      CustomChange change(custom);
      function(change);
    } catch (const CustomChange::Refused&) {
      // The library knows the error.
    } catch (const std::exception& error) {
      strata_custom_fail(custom, error.what());
    } catch (...) {
      strata_custom_fail(custom, "unknown exception");
    }
  }

  static std::vector<Item> items(const strata_report* report, strata_list list) {
    std::vector<Item> all;
    for (std::size_t i = 0; i < strata_report_count(report, list); ++i) {
      const strata_item item = strata_report_item(report, list, i);
      all.push_back(
          {ChangeSet(item.change_set), item.text, std::chrono::milliseconds(item.milliseconds)});
    }
    return all;
  }

  static Report to_report(const strata_report* report) {
    if (report == nullptr) return {};
    return {items(report, STRATA_APPLIED),  items(report, STRATA_PENDING),
            items(report, STRATA_SKIPPED),  items(report, STRATA_TOLERATED),
            items(report, STRATA_IN_DOUBT), items(report, STRATA_UNEXPECTED),
            strata_report_sql(report)};
  }

  void check(strata_error* error, const strata_report* report) {
    const std::unique_ptr<strata_error, Free> owned(error);
    if (state_->thrown) std::rethrow_exception(std::exchange(state_->thrown, nullptr));
    if (error != nullptr) throw Failure(error, to_report(report));
  }

  Migration& checked(strata_error* error) {
    check(error, nullptr);
    return *this;
  }

  template <typename... Parameters, typename... Arguments>
  Report run(strata_error* (*function)(strata_migration*, Parameters...),
             const Arguments&... arguments) {
    strata_report* made = nullptr;
    strata_error* const error = function(get(), arguments..., &made);
    const std::unique_ptr<strata_report, Free> owned(made);
    check(error, made);
    return to_report(made);
  }

  // Behind the handle: callbacks may come until it is freed.
  std::unique_ptr<State> state_ = std::make_unique<State>();
  std::unique_ptr<strata_migration, Free> handle_;
};

}  // namespace v1
}  // namespace strata
