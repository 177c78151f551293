#include "core/tcp/endpoint.h"
