#include "core/trace/snapshots.h"
