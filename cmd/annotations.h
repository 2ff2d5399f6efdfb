// Mistakes in the forms by which code hosts show them at their lines. Pure.
#pragma once

#include <string>
#include <vector>

#include "engine/base/diagnostic.h"

namespace strata::cmd {

// Workflow commands of GitHub Actions, a line each
// (docs.github.com/actions/reference/workflow-commands-for-github-actions).
std::string github_annotations(const std::vector<Diagnostic>& diagnostics);

// A report of GitLab's code quality (docs.gitlab.com/ci/testing/code_quality).
std::string gitlab_report(const std::vector<Diagnostic>& diagnostics);

}  // namespace strata::cmd
