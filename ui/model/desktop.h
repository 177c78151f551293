#pragma once
// What the desktop asks for. A choice in the window counts more.

namespace tcpstage::model {

// Its actions.
struct DesktopIsDark {
    bool dark;
};
struct DesktopIsCalm { // reduced motion
    bool calm;
};

} // namespace tcpstage::model
