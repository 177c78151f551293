#include "core/trace/flight.h"
