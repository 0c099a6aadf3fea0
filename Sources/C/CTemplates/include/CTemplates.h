#pragma once
#include <stddef.h>

/// A template that the program brings along.
struct ctemplate {
    const char *path;
    const unsigned char *bytes;
    size_t size;
};

/// All of them, sorted by path.
const struct ctemplate *ctemplates(void);
size_t ctemplates_count(void);
