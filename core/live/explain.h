#pragma once
// Why a step of the setup for real sockets failed, and what the user can do about it, for every step and errno that
// occurs in practice. Any other errno keeps the system's own text.

#include "core/base/error.h"
#include "core/live/stage.h"

#include <optional>

namespace tcpstage::live {

/// This machine's settings for namespaces; empty: it has no such setting.
struct NamespaceSettings {
    std::optional<long> most_users{};    // user.max_user_namespaces
    std::optional<long> most_networks{}; // user.max_net_namespaces
    std::optional<long> unprivileged{};  // kernel.unprivileged_userns_clone: 0 keeps ordinary users out
    std::optional<long> apparmor{};      // kernel.apparmor_restrict_unprivileged_userns: 1 keeps programs out
};
NamespaceSettings read_namespace_settings();

struct Explanation {
    OwnedText why;
    OwnedText advice; // may be empty
};
Explanation explain(Stage stage, int reason, const NamespaceSettings& settings);

/// "EPERM"
std::string errno_name(int reason);

/// The step that failed, and its errno.
struct Trouble {
    Stage stage = Stage::Start;
    int reason = 0;
    /// "cannot make a user namespace: this user has no permission (EPERM)"
    std::string sentence() const { return error().what.en; }
    /// With the advice for this machine.
    Error error() const;
    Error error(const NamespaceSettings& settings) const;
};

} // namespace tcpstage::live
