#pragma once
#include <stddef.h>

/// A text that is part of the program.
struct schema_text {
    const unsigned char *_Nonnull bytes;
    size_t count;
};

/// What Kubernetes' own kinds look like, version by version.
struct schema_text schema_text_kubernetes(void);
/// What we wrote ourselves: the kinds of operators, and what became of older kinds.
struct schema_text schema_text_written(void);
