/* A describe that has nothing to say; see LoadingTests. */
#include "candlewick_adapter.h"

static inline const cw_descriptor *null_descriptor(void) { return 0; }
