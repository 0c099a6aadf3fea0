// Written by scripts/embed.
#include "CTemplates.h"
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char file_0[] = {
#embed "../../../templates/k8s/base/autoscaler.yaml"
};
static const unsigned char file_1[] = {
#embed "../../../templates/k8s/base/deployment.yaml"
};
static const unsigned char file_2[] = {
#embed "../../../templates/k8s/base/disruption.yaml"
};
static const unsigned char file_3[] = {
#embed "../../../templates/k8s/base/doctor.yaml"
};
static const unsigned char file_4[] = {
#embed "../../../templates/k8s/base/ihctl-serviceaccount.yaml"
};
static const unsigned char file_5[] = {
#embed "../../../templates/k8s/base/ingress.yaml"
};
static const unsigned char file_6[] = {
#embed "../../../templates/k8s/base/kustomization.yaml"
};
static const unsigned char file_7[] = {
#embed "../../../templates/k8s/base/mesh.yaml"
};
static const unsigned char file_8[] = {
#embed "../../../templates/k8s/base/migration.yaml"
};
static const unsigned char file_9[] = {
#embed "../../../templates/k8s/base/monitoring.yaml"
};
static const unsigned char file_10[] = {
#embed "../../../templates/k8s/base/network.yaml"
};
static const unsigned char file_11[] = {
#embed "../../../templates/k8s/base/secrets.yaml"
};
static const unsigned char file_12[] = {
#embed "../../../templates/k8s/base/service.yaml"
};
static const unsigned char file_13[] = {
#embed "../../../templates/k8s/base/serviceaccount.yaml"
};
static const unsigned char file_14[] = {
#embed "../../../templates/k8s/overlay/kustomization.yaml"
};
static const unsigned char file_15[] = {
#embed "../../../templates/k8s/overlay/namespace.yaml"
};
static const unsigned char file_16[] = {
#embed "../../../templates/k8s/region/kustomization.yaml"
};
static const struct ctemplate all[] = {
    {"k8s/base/autoscaler.yaml", file_0, sizeof file_0},
    {"k8s/base/deployment.yaml", file_1, sizeof file_1},
    {"k8s/base/disruption.yaml", file_2, sizeof file_2},
    {"k8s/base/doctor.yaml", file_3, sizeof file_3},
    {"k8s/base/ihctl-serviceaccount.yaml", file_4, sizeof file_4},
    {"k8s/base/ingress.yaml", file_5, sizeof file_5},
    {"k8s/base/kustomization.yaml", file_6, sizeof file_6},
    {"k8s/base/mesh.yaml", file_7, sizeof file_7},
    {"k8s/base/migration.yaml", file_8, sizeof file_8},
    {"k8s/base/monitoring.yaml", file_9, sizeof file_9},
    {"k8s/base/network.yaml", file_10, sizeof file_10},
    {"k8s/base/secrets.yaml", file_11, sizeof file_11},
    {"k8s/base/service.yaml", file_12, sizeof file_12},
    {"k8s/base/serviceaccount.yaml", file_13, sizeof file_13},
    {"k8s/overlay/kustomization.yaml", file_14, sizeof file_14},
    {"k8s/overlay/namespace.yaml", file_15, sizeof file_15},
    {"k8s/region/kustomization.yaml", file_16, sizeof file_16},
};
const struct ctemplate *ctemplates(void) { return all; }
size_t ctemplates_count(void) { return sizeof all / sizeof all[0]; }
