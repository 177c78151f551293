#include "core/tcp/address.h"
