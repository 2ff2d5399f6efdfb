// The `strata` program: options in, exit code out.
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "cmd/command_line.h"
#include "cmd/exit_code.h"
#include "cmd/signals.h"
#include "cmd/style.h"
#include "engine/base/error_text.h"

int main(int argc, char** argv) {
  using namespace strata;
  using namespace strata::cmd;
  const Style style = Style::for_stream(2);
  ExitCode code = ExitCode::Internal;
  try {
    SignalWatch signals;
    const std::vector<std::string> words(argv + 1, argv + argc);
    code = run_command_line(words, signals);
  } catch (const Error& error) {
    std::cerr << error_text(error, style.emphasis());
    code = exit_code_for(error.kind());
  } catch (const std::exception& error) {
    std::cerr << style.red("error:") << " a defect of strata: " << error.what() << '\n';
  }
  std::cout.flush();
  return static_cast<int>(code);
}
