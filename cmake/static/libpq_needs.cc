// Kerberos and LDAP for the archive of libpq in a static program, which has neither: Debian has no
// archives of them. Every call fails in the way for which libpq has an error text of its own;
// without credentials it goes on with the other ways of logging in.
#include <cstddef>
#include <cstdint>

namespace {

struct Buffer {
  std::size_t length;
  const void* value;
};

// RFC 2744: the routine error is in the upper half.
constexpr std::uint32_t kNoCredentials = 7U << 16U;
constexpr std::uint32_t kFailure = 13U << 16U;
constexpr char kReason[] = "this program is built without Kerberos";
constexpr int kLdapServerDown = -1;

std::uint32_t fails(std::uint32_t* minor, std::uint32_t status) {
  *minor = 0;
  return status;
}

}  // namespace

extern "C" {

const void* GSS_C_NT_HOSTBASED_SERVICE = nullptr;

std::uint32_t gss_acquire_cred(std::uint32_t* minor) { return fails(minor, kNoCredentials); }
std::uint32_t gss_import_name(std::uint32_t* minor) { return fails(minor, kFailure); }
std::uint32_t gss_init_sec_context(std::uint32_t* minor) { return fails(minor, kFailure); }
std::uint32_t gss_wrap(std::uint32_t* minor) { return fails(minor, kFailure); }
std::uint32_t gss_wrap_size_limit(std::uint32_t* minor) { return fails(minor, kFailure); }
std::uint32_t gss_unwrap(std::uint32_t* minor) { return fails(minor, kFailure); }

std::uint32_t gss_display_status(std::uint32_t* minor, std::uint32_t, int, const void*,
                                 std::uint32_t* message_context, Buffer* text) {
  *message_context = 0;
  *text = {sizeof kReason - 1, kReason};
  return fails(minor, 0);
}

// Nothing of the above makes anything that these would have to release.
std::uint32_t gss_delete_sec_context(std::uint32_t* minor) { return fails(minor, 0); }
std::uint32_t gss_release_buffer(std::uint32_t* minor) { return fails(minor, 0); }
std::uint32_t gss_release_cred(std::uint32_t* minor) { return fails(minor, 0); }
std::uint32_t gss_release_name(std::uint32_t* minor) { return fails(minor, 0); }

// After this one libpq calls none of the others.
void* ldap_init() { return nullptr; }
int ldap_set_option() { return kLdapServerDown; }
int ldap_simple_bind() { return kLdapServerDown; }
int ldap_result() { return kLdapServerDown; }
int ldap_search_st() { return kLdapServerDown; }
int ldap_count_entries() { return 0; }
void* ldap_first_entry() { return nullptr; }
void* ldap_get_values_len() { return nullptr; }
const char* ldap_err2string() { return "this program is built without LDAP"; }
int ldap_msgfree() { return 0; }
void ldap_value_free_len() {}
int ldap_unbind() { return 0; }
}
