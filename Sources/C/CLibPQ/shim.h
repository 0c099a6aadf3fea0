#pragma once
#include <libpq-fe.h>
#include <postgres_ext.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The field codes of an error are character macros, which Swift does not see.
static inline const char *libpq_error_field(const PGresult *result, char field) {
    return PQresultErrorField(result, field);
}

// A protocol trace into memory: the one way libpq 15 shows the key of a CancelRequest.
typedef struct {
    FILE *stream;
    char *text;
    size_t size;
} libpq_trace;

static inline libpq_trace *libpq_trace_start(PGconn *connection) {
    libpq_trace *trace = calloc(1, sizeof *trace);
    if (!trace) return NULL;
    trace->stream = open_memstream(&trace->text, &trace->size);
    if (!trace->stream) {
        free(trace);
        return NULL;
    }
    PQtrace(connection, trace->stream);
    PQsetTraceFlags(connection, PQTRACE_SUPPRESS_TIMESTAMPS);
    return trace;
}

// Ends the trace, which may hold a password, and leaves nothing of it in memory. Returns 1 where the key was seen.
static inline int libpq_trace_end(PGconn *connection, libpq_trace *trace, int *pid, int *key) {
    int found = 0;
    PQuntrace(connection);
    fclose(trace->stream);
    if (trace->text) {
        const char *line = strstr(trace->text, "\tBackendKeyData\t");
        if (line) found = sscanf(line, "\tBackendKeyData\t %d %d", pid, key) == 2;
        explicit_bzero(trace->text, trace->size);
        free(trace->text);
    }
    free(trace);
    return found;
}
