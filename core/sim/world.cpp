#include "core/sim/world.h"
