#pragma once
// The time of day, for the teacher's eyes only; nothing depends on it.

#include <QString>

namespace tcpstage {

/// "14:05", as the system's locale writes it.
QString timeOfDay();

} // namespace tcpstage
