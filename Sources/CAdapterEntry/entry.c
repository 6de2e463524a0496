#include "candlewick_adapter_entry.h"

#include <stddef.h>

const cw_adapter candlewick_adapter_entry = {
    .magic = CW_ABI_MAGIC,
    .abi_major = CW_ABI_MAJOR,
    .abi_minor = CW_ABI_MINOR,
    .size = sizeof(cw_adapter),
    .describe = candlewick_kit_describe,
    .identify = candlewick_kit_identify,
    .begin = candlewick_kit_begin,
    .next_request = candlewick_kit_next_request,
    .decode = candlewick_kit_decode,
    .end = candlewick_kit_end,
    .get_extension = candlewick_kit_get_extension,
};

const void *candlewick_kit_registration(void) {
    return candlewick_adapter_main != NULL ? candlewick_adapter_main() : NULL;
}
