/* The parts of a text: numbers, strings, names. */
#ifndef CANDLEWICK_JSON_TEXT_H
#define CANDLEWICK_JSON_TEXT_H

#include "growing.h"

namespace candlewick {

inline bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/* Where the number ends that begins at `at`; `at` itself where none does. The text is padded with zero bytes. */
uint32_t number_end(const char *text, uint32_t at);

/* Where the string ends, behind its quote, that begins with the quote at `at`; 0 when the text ends before. */
uint32_t string_end(const char *text, uint32_t at, uint32_t length, bool &has_escapes);

/* Writes what the string between two quotes says to `strings`, its length before it. False: `problem` and `position`
 * say why. */
bool unescape(const char *text, uint32_t start, uint32_t end, Growing<char> &strings, int32_t &problem,
              uint64_t &position);

} // namespace candlewick

#endif
