#include "core/scenario/run.h"
