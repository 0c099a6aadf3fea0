#include "CSchemaData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char kubernetes[] = {
#embed "kubernetes.schemas"
};

static const unsigned char written[] = {
#embed "written.schemas"
};

struct schema_text schema_text_kubernetes(void) {
    return (struct schema_text){kubernetes, sizeof kubernetes};
}

struct schema_text schema_text_written(void) {
    return (struct schema_text){written, sizeof written};
}
