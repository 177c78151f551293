#include "core/tcp/rules.h"
