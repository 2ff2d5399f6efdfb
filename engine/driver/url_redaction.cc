#include <algorithm>
#include <array>
#include <cctype>

#include "engine/base/text.h"
#include "engine/driver/url.h"

// Safe rather than pretty: where a text is no proper address, more is hidden than needs be.
namespace strata::driver {
namespace {

constexpr std::string_view kHidden = "*****";
constexpr std::array<std::string_view, 9> kSecretWords = {"password",   "passwd",    "pwd",
                                                          "passphrase", "secret",    "token",
                                                          "credential", "accesskey", "apikey"};

bool is_secret(std::string_view name) {
  std::string plain = to_lower(trim(name));
  // A name may hide behind escapes; drivers resolve them.
  for (std::size_t at = plain.find('%'); at != std::string::npos && at + 2 < plain.size();
       at = plain.find('%', at + 1)) {
    const std::string digits = plain.substr(at + 1, 2);
    if (std::isxdigit(static_cast<unsigned char>(digits[0])) == 0 ||
        std::isxdigit(static_cast<unsigned char>(digits[1])) == 0) {
      continue;
    }
    plain.replace(at, 3, 1, ascii_lower(static_cast<char>(std::stoi(digits, nullptr, 16))));
  }
  std::erase_if(plain, [](char c) { return c == '_' || c == '-'; });
  if (plain == "pass" || plain == "pw") return true;
  return std::any_of(kSecretWords.begin(), kSecretWords.end(),
                     [&](std::string_view word) { return plain.find(word) != std::string::npos; });
}

bool is_port(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Whether the text between "//" and "?" reads as hosts with ports and a path, so that an '@' behind
// the question mark belongs to a parameter.
bool is_plain_server(std::string_view text) {
  if (text.find('@') != std::string_view::npos) return false;
  std::string_view hosts = text.substr(0, text.find('/'));
  while (!hosts.empty()) {
    const std::string_view host = hosts.substr(0, hosts.find(','));
    hosts.remove_prefix(std::min(hosts.size(), host.size() + 1));
    const std::size_t colon =
        host.starts_with('[') ? host.find(':', host.find(']')) : host.find(':');
    if (colon != std::string_view::npos && !is_port(host.substr(colon + 1))) return false;
  }
  return true;
}

// "user:secret" without its secret; `is_user` = it stands where a user name has to begin.
std::string redacted_user(std::string_view info, bool is_user) {
  const std::size_t colon = info.find(':');
  const std::size_t odd = info.find_first_of("/?#&= ");
  if (!is_user || odd < colon) return std::string(kHidden);
  if (colon == std::string_view::npos) return std::string(info);
  return std::string(info.substr(0, colon + 1)) + std::string(kHidden);
}

// The values of secret parameters in "a=b&password=x". A part without '=' behind a secret is taken
// for the rest of it.
std::string redacted_parameters(std::string_view text, std::string_view separators) {
  std::string out;
  bool behind_secret = false;
  std::string_view separator;
  while (true) {
    const std::size_t end = text.find_first_of(separators);
    const std::string_view part = text.substr(0, end);
    const std::size_t equals = part.find('=');
    const bool has_name = equals != std::string_view::npos && !trim(part.substr(0, equals)).empty();
    if (has_name || !behind_secret) {
      behind_secret = is_secret(part.substr(0, equals));
      out += separator;
      out += behind_secret && has_name ? part.substr(0, equals + 1) : part;
      if (behind_secret && has_name) out += kHidden;
    }
    if (end == std::string_view::npos) return out;
    separator = text.substr(end, 1);
    text.remove_prefix(end + 1);
  }
}

// Where "jdbc:scheme:" ends.
std::size_t scheme_end(std::string_view url) {
  std::size_t at = starts_with_ignore_case(url, "jdbc:") ? 5 : 0;
  const std::size_t colon = url.find_first_of(":/?@", at);
  if (colon != std::string_view::npos && url[colon] == ':' && colon > at) {
    // Without jdbc: a word before ':' may as well be a user name.
    if (at > 0 || url.substr(colon).starts_with("://")) at = colon + 1;
  }
  return at;
}

// The text up to the last '@' that ends a user and password, these hidden; cuts it off `url`.
std::string take_user(std::string_view& url) {
  std::size_t at = url.rfind('@');
  if (at == std::string_view::npos) return "";
  const std::size_t scheme = scheme_end(url);
  const bool has_slashes = url.substr(scheme).starts_with("//");
  const std::size_t start = has_slashes ? scheme + 2 : scheme;
  const std::size_t question = url.find('?', start);
  if (question < at && has_slashes && is_plain_server(url.substr(start, question - start)) &&
      url.substr(question, at - question).find('=') != std::string_view::npos) {
    return "";
  }
  const bool is_user = has_slashes || scheme == 0;
  std::string out(url.substr(0, start));
  out += redacted_user(url.substr(start, at - start), is_user);
  url.remove_prefix(at);
  return out;
}

}  // namespace

std::string redacted(std::string_view url) {
  url = trim(url);
  const bool is_file = starts_with_ignore_case(url, "jdbc:sqlite:") ||
                       starts_with_ignore_case(url, "sqlite:") ||
                       starts_with_ignore_case(url, "offline:");
  std::string out = is_file ? "" : take_user(url);
  const std::size_t section = url.find_first_of("?;");
  const std::string_view address = url.substr(0, section);
  out += is_file ? std::string(address) : redacted_parameters(address, "&,() \t\n");
  if (section == std::string_view::npos) return out;
  out += url[section];
  // Where parameters stand behind semicolons, others may still follow a question mark.
  return out + redacted_parameters(url.substr(section + 1), url[section] == '?' ? "&" : ";?&");
}

}  // namespace strata::driver
