// What every command needs: the database it talks to and the changelog it reads, made from the
// options; and where what it says goes.
#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "cmd/answer.h"
#include "cmd/log.h"
#include "cmd/observers.h"
#include "cmd/options.h"
#include "cmd/progress.h"
#include "cmd/signals.h"
#include "cmd/style.h"
#include "engine/driver/driver.h"
#include "engine/plan/selection.h"
#include "engine/run/migrator.h"
#include "engine/run/session.h"

namespace strata::cmd {

enum class Mode : std::uint8_t { Execute, Script };

// The warnings of a run, for programs.
class WarningList final : public run::Observer {
 public:
  void diagnosed(const Diagnostic& diagnostic) override { all_.push_back(diagnostic); }
  void warning(std::string_view message) override;
  const std::vector<Diagnostic>& all() const { return all_; }

 private:
  std::vector<Diagnostic> all_;
};

class Workspace {
 public:
  Workspace(const Options& options, SignalWatch& signals);
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  const Options& options() const { return options_; }
  const Style& style() const { return style_; }
  const std::string& display_url() const { return display_url_; }

  // Connects. Throws Error(Usage) without a --url.
  run::Session& open(Mode mode);
  // Connects for a command that only looks: offline: URLs are as good as others.
  run::Session& open_to_look();
  run::Session& session() { return *session_; }  // after open()
  // Loads the changelog for the open database and reports its warnings. Throws Error(Changelog)
  // with all mistakes.
  const model::Changelog& load();
  plan::Selection selection() const;
  run::Migrator migrator();

  // What was written in Mode::Script.
  std::string script() const { return script_.str(); }

  run::Observer& observer() { return observers_; }
  // Prints it: for people, or as one document. Returns its exit status.
  ExitCode finish(Answer& answer);

 private:
  void finish_text(const Answer& answer);
  void finish_json(const Answer& answer);
  void annotate(const Answer& answer);

  const Options& options_;
  SignalWatch& signals_;
  Style style_;
  driver::Registry drivers_;
  std::string display_url_;
  Progress progress_;
  Log log_;
  WarningList warnings_;
  Observers observers_;
  std::ostringstream script_;
  std::unique_ptr<run::Session> session_;
  model::Changelog changelog_;
};

}  // namespace strata::cmd
