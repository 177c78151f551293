#include "core/sim/link.h"
