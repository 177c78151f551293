#include "core/trace/recorder.h"
