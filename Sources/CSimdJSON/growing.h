/* An array that grows without exceptions. */
#ifndef CANDLEWICK_GROWING_H
#define CANDLEWICK_GROWING_H

#include <cstdint>
#include <cstdlib>

namespace candlewick {

template <class Element> class Growing {
public:
    Element *items = nullptr;
    uint64_t count = 0;

    ~Growing() { free(items); }

    /* Room for `more` further elements; false: there is no memory. */
    bool reserve(uint64_t more) {
        if (capacity - count >= more) return true;
        uint64_t wanted = capacity * 2 > count + more ? capacity * 2 : count + more;
        if (wanted < 64) wanted = 64;
        void *grown = realloc(items, wanted * sizeof(Element));
        if (!grown) return false;
        items = static_cast<Element *>(grown);
        capacity = wanted;
        return true;
    }

    bool append(const Element &element) {
        if (!reserve(1)) return false;
        items[count++] = element;
        return true;
    }

    /* Gives the elements away. */
    Element *release() {
        Element *given = items;
        items = nullptr;
        count = capacity = 0;
        return given;
    }

private:
    uint64_t capacity = 0;
};

} // namespace candlewick

#endif
