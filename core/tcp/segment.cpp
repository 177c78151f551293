#include "core/tcp/segment.h"
