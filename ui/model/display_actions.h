#pragma once
// What the desktop asks for, until something is chosen: actions.

namespace tcpstage::model {

struct DesktopIsDark {
    bool dark;
};
struct DesktopIsCalm { // reduced motion
    bool calm;
};

} // namespace tcpstage::model
