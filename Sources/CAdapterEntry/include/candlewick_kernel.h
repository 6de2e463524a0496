/* What Swift has no good form of, for AdapterKit's inner loops: tables that cost one load, and the mask of a vector's
 * bytes. */
#ifndef CANDLEWICK_KERNEL_H
#define CANDLEWICK_KERNEL_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Bit i is set when byte i of the eight is no digit. */
static inline uint32_t candlewick_non_digits_8(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    const uint64_t values = word ^ 0x3030303030303030ull;
    /* Bit 7 of each byte: the low seven bits are 10 or more, or the byte was not ASCII. No carry leaves a byte. */
    const uint64_t marks =
        (((values & 0x7F7F7F7F7F7F7F7Full) + 0x7676767676767676ull) | values) & 0x8080808080808080ull;
    return (uint32_t)(((marks >> 7) * 0x0102040810204080ull) >> 56);
}

/* The same for sixteen bytes, on any platform. */
static inline uint32_t candlewick_non_digits_16_portable(const uint8_t *bytes) {
    return candlewick_non_digits_8(bytes) | candlewick_non_digits_8(bytes + 8) << 8;
}

/* The same for sixteen bytes, all of which must be readable. */
static inline uint32_t candlewick_non_digits_16(const uint8_t *bytes) {
#if defined(__SSE2__)
    const __m128i values = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)bytes), _mm_set1_epi8('0'));
    const __m128i others = _mm_cmpeq_epi8(_mm_max_epu8(values, _mm_set1_epi8(10)), values);
    return (uint32_t)_mm_movemask_epi8(others);
#else
    return candlewick_non_digits_16_portable(bytes);
#endif
}

/* 10 to the k, exactly, for k from 0 to 22. Here, because a C table costs one load in a Swift loop. */
static inline double candlewick_power_of_ten(uint64_t k) {
    static const double powers[32] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    return powers[k & 31];
}

/* 10 to the k for k from 0 to 19. */
static inline uint64_t candlewick_integer_power_of_ten(uint64_t k) {
    static const uint64_t powers[32] = {1ull,
                                        10ull,
                                        100ull,
                                        1000ull,
                                        10000ull,
                                        100000ull,
                                        1000000ull,
                                        10000000ull,
                                        100000000ull,
                                        1000000000ull,
                                        10000000000ull,
                                        100000000000ull,
                                        1000000000000ull,
                                        10000000000000ull,
                                        100000000000000ull,
                                        1000000000000000ull,
                                        10000000000000000ull,
                                        100000000000000000ull,
                                        1000000000000000000ull,
                                        10000000000000000000ull};
    return powers[k & 31];
}

#endif
