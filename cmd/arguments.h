// Brings a command line as Liquibase users write it into the one form that the option parser knows:
// camel case and kebab case, `--name value` and `--name=value`, `-Dname=value`. Pure.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace strata::cmd {

struct KnownOption {
  std::string name;  // "--changelog-file"
  bool takes_value = false;
};

struct Arguments {
  std::vector<std::string> words;  // in order, without the program's name
  std::vector<std::pair<std::string, std::string>> parameters;
};

// `commands` and `options` are the names the parser knows. Words that match none are left as they
// are, options with an empty value are left out. Throws Error(Usage) for a -D without a name, and
// for an option whose value is missing.
Arguments normalise(std::span<const std::string> words, std::span<const std::string> commands,
                    std::span<const KnownOption> options);

}  // namespace strata::cmd
