#include "core/scenario/check.h"
