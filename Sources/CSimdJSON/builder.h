/* From the tokens of a text to its nodes. */
#ifndef CANDLEWICK_JSON_BUILDER_H
#define CANDLEWICK_JSON_BUILDER_H

#include <string_view>

#include "candlewick_json.h"
#include "growing.h"

namespace candlewick {

class Builder {
public:
    Growing<cj_node> nodes;
    Growing<char> strings;
    int32_t problem = CJ_OK;
    uint64_t position = 0;

    /* `tokens`: where simdjson has seen a token begin. That each of them begins right behind the one before, but for
     * blanks, is checked here, and nothing is taken on trust. */
    Builder(const char *text, uint32_t length, const uint32_t *tokens, uint32_t count, uint32_t depth)
        : text(text), length(length), tokens(tokens), token_count(count), deepest(depth) {}

    /* False: `problem` and `position` say why. */
    bool build();

private:
    /* An object or array that is not closed yet. */
    struct Level {
        uint32_t node;
        bool is_object;
        uint64_t first_name; /* of this object, in `names` */
    };

    const char *const text;
    const uint32_t length;
    const uint32_t *const tokens;
    const uint32_t token_count;
    const uint32_t deepest;
    Growing<Level> levels;
    /* Nodes of the names of the objects that are open. */
    Growing<uint32_t> names;
    uint32_t next_token = 0;
    uint32_t at = 0;  /* the token's first byte */
    uint32_t end = 0; /* behind the token before */

    bool fail(int32_t why, uint64_t where);
    bool ends_early();
    bool fail_value(int32_t why);
    bool advance(int32_t expectation);
    bool add(uint32_t kind, uint32_t node_end);
    bool open(bool is_object);
    bool close();
    bool name();
    bool string();
    bool value(bool &has_opened);
    std::string_view said(uint32_t node) const;
    bool is_same(uint32_t left, uint32_t right) const;
    bool check_names(uint64_t first);
};

} // namespace candlewick

#endif
