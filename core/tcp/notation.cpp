#include "core/tcp/notation.h"
