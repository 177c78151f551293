#include "core/tcp/send_queue.h"
