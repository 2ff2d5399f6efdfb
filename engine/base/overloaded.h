// Several lambdas as one visitor: std::visit(Overloaded{[](int) {...}, [](const Text&) {...}},
// value).
#pragma once

namespace strata {

template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace strata
