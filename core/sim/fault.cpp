#include "core/sim/fault.h"
