#include "core/tcp/state.h"
