#include "cmd/completion.h"

#include <fmt/format.h>

#include "cmd/commands.h"
#include "cmd/option_table.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::cmd {
namespace {

bool is_file(const OptionSpec& spec) { return spec.value == "FILE" || spec.value == "FOLDER"; }

std::string command_words() {
  std::string words;
  for (const Command& command : commands()) words += fmt::format(" {}", command.name);
  return words.substr(1);
}

std::string option_words() {
  std::string words;
  for (const OptionSpec& spec : option_table())
    words += fmt::format(" --{}{}", spec.name, spec.is_flag() ? "" : "=");
  return words.substr(1);
}

std::string bash() {
  std::string values;
  for (const OptionSpec& spec : option_table()) {
    if (!spec.choices.empty()) {
      values += fmt::format("    --{}) COMPREPLY=($(compgen -W '{}' -- \"$value\")); return ;;\n",
                            spec.name, replace_all(std::string(spec.choices), ",", " "));
    } else if (is_file(spec)) {
      values +=
          fmt::format("    --{}) COMPREPLY=($(compgen -f -- \"$value\")); return ;;\n", spec.name);
    }
  }
  return fmt::format(R"(# bash completion for strata
_strata() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} option= value= i
  # Bash takes --name=value apart.
  if [[ $word == '=' ]]; then option=${{COMP_WORDS[COMP_CWORD-1]}}
  elif [[ ${{COMP_WORDS[COMP_CWORD-1]}} == '=' ]]; then option=${{COMP_WORDS[COMP_CWORD-2]}} value=$word
  fi
  case $option in
{}    -*) return ;;
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W '{}' -- "$word"))
    [[ ${{COMPREPLY[0]-}} == *= ]] && compopt -o nospace
    return
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${{COMP_WORDS[i]}} == -* ]] || return
  done
  COMPREPLY=($(compgen -W '{}' -- "$word"))
}}
complete -F _strata strata
)",
                     values, option_words(), command_words());
}

std::string shell_quoted(std::string_view text) {
  return "'" + replace_all(std::string(text), "'", "'\\''") + "'";
}

// In zsh's descriptions brackets and colons mean something.
std::string zsh_text(std::string_view text) {
  std::string out(text);
  for (const char* special : {"[", "]", ":"})
    out = replace_all(out, special, std::string("\\") + special);
  return out;
}

std::string zsh() {
  std::string text = "#compdef strata\n_strata() {\n  local -a commands\n  commands=(\n";
  for (const Command& command : commands())
    text += fmt::format(
        "    {}\n", shell_quoted(fmt::format("{}:{}", command.name, zsh_text(command.summary))));
  text +=
      "  )\n  _arguments \\\n    '1:command:{_describe command commands}' \\\n    '*::word:_files'";
  for (const OptionSpec& spec : option_table()) {
    std::string one =
        fmt::format("--{}{}[{}]", spec.name, spec.is_flag() ? "" : "=", zsh_text(spec.help));
    if (!spec.choices.empty()) {
      one += fmt::format(":value:({})", replace_all(std::string(spec.choices), ",", " "));
    } else if (!spec.is_flag()) {
      one += is_file(spec) ? ":file:_files" : fmt::format(":{}:", to_lower(zsh_text(spec.value)));
    }
    text += fmt::format(" \\\n    {}", shell_quoted(one));
  }
  return text + "\n}\n_strata \"$@\"\n";
}

std::string fish() {
  std::string text = "# fish completion for strata\n";
  for (const Command& command : commands())
    text += fmt::format("complete -c strata -f -n __fish_use_subcommand -a {} -d {}\n",
                        command.name, shell_quoted(command.summary));
  for (const OptionSpec& spec : option_table()) {
    text += fmt::format("complete -c strata -l {} -d {}", spec.name, shell_quoted(spec.help));
    if (!spec.choices.empty()) {
      text +=
          fmt::format(" -x -a {}", shell_quoted(replace_all(std::string(spec.choices), ",", " ")));
    } else if (!spec.is_flag()) {
      text += is_file(spec) ? " -r" : " -x";
    }
    text += '\n';
  }
  return text;
}

}  // namespace

std::string completion_script(const std::string& shell) {
  if (shell == "bash") return bash();
  if (shell == "zsh") return zsh();
  if (shell == "fish") return fish();
  throw Error(ErrorKind::Usage, shell.empty()
                                    ? "completion: which shell?"
                                    : fmt::format("completion: unknown shell '{}'", shell))
      .with_hint("bash, zsh or fish");
}

}  // namespace strata::cmd
