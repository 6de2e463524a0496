#include "text.h"

#include <cstring>

#include "candlewick_json.h"

namespace candlewick {

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

uint32_t number_end(const char *text, uint32_t start) {
    uint32_t at = start;
    if (text[at] == '-') at++;
    if (!is_digit(text[at])) return start;
    if (text[at] == '0' && is_digit(text[at + 1])) return start;
    while (is_digit(text[at])) at++;
    if (text[at] == '.') {
        if (!is_digit(text[++at])) return start;
        while (is_digit(text[at])) at++;
    }
    if (text[at] == 'e' || text[at] == 'E') {
        at++;
        if (text[at] == '-' || text[at] == '+') at++;
        if (!is_digit(text[at])) return start;
        while (is_digit(text[at])) at++;
    }
    return at;
}

uint32_t string_end(const char *text, uint32_t at, uint32_t length, bool &has_escapes) {
    has_escapes = false;
    for (uint32_t i = at + 1; i < length; i++) {
        if (text[i] == '"') return i + 1;
        if (text[i] == '\\') {
            has_escapes = true;
            i++;
        }
    }
    return 0;
}

/* The value of four hexadecimal digits, -1 where they are none. */
static int32_t hexadecimal(const char *digits) {
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        const char c = digits[i];
        int32_t digit;
        if (is_digit(c))
            digit = c - '0';
        else if (c >= 'a' && c <= 'f')
            digit = c - 'a' + 10;
        else if (c >= 'A' && c <= 'F')
            digit = c - 'A' + 10;
        else
            return -1;
        value = value << 4 | digit;
    }
    return value;
}

/* Writes a code point as UTF-8; how many bytes. */
static uint32_t encode(uint32_t point, char *out) {
    if (point < 0x80) {
        out[0] = static_cast<char>(point);
        return 1;
    }
    if (point < 0x800) {
        out[0] = static_cast<char>(0xC0 | point >> 6);
        out[1] = static_cast<char>(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = static_cast<char>(0xE0 | point >> 12);
        out[1] = static_cast<char>(0x80 | (point >> 6 & 0x3F));
        out[2] = static_cast<char>(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = static_cast<char>(0xF0 | point >> 18);
    out[1] = static_cast<char>(0x80 | (point >> 12 & 0x3F));
    out[2] = static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out[3] = static_cast<char>(0x80 | (point & 0x3F));
    return 4;
}

bool unescape(const char *text, uint32_t start, uint32_t end, Growing<char> &strings, int32_t &problem,
              uint64_t &position) {
    /* What is escaped is never shorter than what it stands for. */
    if (!strings.reserve(4 + static_cast<uint64_t>(end - start))) {
        problem = CJ_MEMORY;
        return false;
    }
    char *const out = strings.items + strings.count + 4;
    uint32_t written = 0;
    for (uint32_t i = start; i < end; i++) {
        if (text[i] != '\\') {
            out[written++] = text[i];
            continue;
        }
        const uint32_t escape = i++;
        switch (text[i]) {
        case '"': out[written++] = '"'; break;
        case '\\': out[written++] = '\\'; break;
        case '/': out[written++] = '/'; break;
        case 'b': out[written++] = '\b'; break;
        case 'f': out[written++] = '\f'; break;
        case 'n': out[written++] = '\n'; break;
        case 'r': out[written++] = '\r'; break;
        case 't': out[written++] = '\t'; break;
        case 'u': {
            /* The closing quote and the padding behind it are no digits, so that nothing beyond is taken. */
            int32_t point = hexadecimal(text + i + 1);
            bool is_bad = point < 0 || (point >= 0xDC00 && point <= 0xDFFF);
            i += 4;
            if (!is_bad && point >= 0xD800 && point <= 0xDBFF) {
                const int32_t low = text[i + 1] == '\\' && text[i + 2] == 'u' ? hexadecimal(text + i + 3) : -1;
                is_bad = low < 0xDC00 || low > 0xDFFF;
                point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
                i += 6;
            }
            if (is_bad) {
                problem = CJ_ESCAPE;
                position = escape;
                return false;
            }
            written += encode(static_cast<uint32_t>(point), out + written);
            break;
        }
        default:
            problem = CJ_ESCAPE;
            position = escape;
            return false;
        }
    }
    memcpy(strings.items + strings.count, &written, 4);
    strings.count += 4 + static_cast<uint64_t>(written);
    return true;
}

} // namespace candlewick
