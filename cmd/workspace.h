// What every command needs: the database it talks to and the changelog it reads, made from the
// options.
#pragma once

#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include "cmd/options.h"
#include "cmd/progress.h"
#include "cmd/signals.h"
#include "cmd/style.h"
#include "engine/driver/driver.h"
#include "engine/plan/selection.h"
#include "engine/run/migrator.h"
#include "engine/run/session.h"

namespace strata::cmd {

// The drivers this program was built with.
driver::Registry built_in_drivers();

enum class Mode : std::uint8_t { Execute, Script };

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
  // Loads the changelog for the open database and prints its warnings. Throws Error(Changelog) with
  // all mistakes.
  const model::Changelog& load();
  plan::Selection selection() const;
  run::Migrator migrator();

  // Prints the collected script, to standard output or the output file; only whole scripts are
  // printed.
  void print_script();

 private:
  const Options& options_;
  SignalWatch& signals_;
  Style style_;
  driver::Registry drivers_;
  std::string display_url_;
  Progress progress_;
  std::ostringstream script_;
  std::unique_ptr<run::Session> session_;
  model::Changelog changelog_;
};

}  // namespace strata::cmd
