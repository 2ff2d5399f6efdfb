// The Error that something throws; a test failure if it throws none.
#pragma once

#include <gtest/gtest.h>

#include "engine/base/error.h"

namespace strata::test {

template <typename Work>
Error error_of(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no Error was thrown";
  return Error(ErrorKind::Internal, "nothing was thrown");
}

}  // namespace strata::test
