#include "core/tcp/reassembly.h"
