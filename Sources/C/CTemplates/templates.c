// Written by scripts/embed.
#include "CTemplates.h"
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char file_0[] = {
#embed "../../../templates/ci/workflows/checks.yaml"
};
static const unsigned char file_1[] = {
#embed "../../../templates/ci/workflows/delivery.yaml"
};
static const unsigned char file_2[] = {
#embed "../../../templates/compose/compose.yaml"
};
static const unsigned char file_3[] = {
#embed "../../../templates/compose/env.example.yaml"
};
static const unsigned char file_4[] = {
#embed "../../../templates/compose/monitoring.yaml"
};
static const unsigned char file_5[] = {
#embed "../../../templates/compose/nginx.conf.yaml"
};
static const unsigned char file_6[] = {
#embed "../../../templates/docker/agent/Dockerfile"
};
static const unsigned char file_7[] = {
#embed "../../../templates/docker/agent/Dockerfile.dockerignore"
};
static const unsigned char file_8[] = {
#embed "../../../templates/docker/ihctl/Dockerfile"
};
static const unsigned char file_9[] = {
#embed "../../../templates/docker/ihctl/Dockerfile.dockerignore"
};
static const unsigned char file_10[] = {
#embed "../../../templates/k8s/base/autoscaler.yaml"
};
static const unsigned char file_11[] = {
#embed "../../../templates/k8s/base/deployment.yaml"
};
static const unsigned char file_12[] = {
#embed "../../../templates/k8s/base/disruption.yaml"
};
static const unsigned char file_13[] = {
#embed "../../../templates/k8s/base/doctor.yaml"
};
static const unsigned char file_14[] = {
#embed "../../../templates/k8s/base/ihctl-serviceaccount.yaml"
};
static const unsigned char file_15[] = {
#embed "../../../templates/k8s/base/ingress.yaml"
};
static const unsigned char file_16[] = {
#embed "../../../templates/k8s/base/kustomization.yaml"
};
static const unsigned char file_17[] = {
#embed "../../../templates/k8s/base/mesh.yaml"
};
static const unsigned char file_18[] = {
#embed "../../../templates/k8s/base/migration.yaml"
};
static const unsigned char file_19[] = {
#embed "../../../templates/k8s/base/monitoring.yaml"
};
static const unsigned char file_20[] = {
#embed "../../../templates/k8s/base/network.yaml"
};
static const unsigned char file_21[] = {
#embed "../../../templates/k8s/base/secrets.yaml"
};
static const unsigned char file_22[] = {
#embed "../../../templates/k8s/base/service.yaml"
};
static const unsigned char file_23[] = {
#embed "../../../templates/k8s/base/serviceaccount.yaml"
};
static const unsigned char file_24[] = {
#embed "../../../templates/k8s/overlay/kustomization.yaml"
};
static const unsigned char file_25[] = {
#embed "../../../templates/k8s/overlay/namespace.yaml"
};
static const unsigned char file_26[] = {
#embed "../../../templates/k8s/region/kustomization.yaml"
};
static const unsigned char file_27[] = {
#embed "../../../templates/monitoring/alertmanager.yaml"
};
static const unsigned char file_28[] = {
#embed "../../../templates/monitoring/blackbox.yaml"
};
static const unsigned char file_29[] = {
#embed "../../../templates/monitoring/grafana/dashboards/agents.json.yaml"
};
static const unsigned char file_30[] = {
#embed "../../../templates/monitoring/grafana/dashboards/platform.json.yaml"
};
static const unsigned char file_31[] = {
#embed "../../../templates/monitoring/grafana/provisioning/dashboards/platform.yaml"
};
static const unsigned char file_32[] = {
#embed "../../../templates/monitoring/grafana/provisioning/datasources/prometheus.yaml"
};
static const unsigned char file_33[] = {
#embed "../../../templates/monitoring/prometheus.yaml"
};
static const unsigned char file_34[] = {
#embed "../../../templates/monitoring/rules/alerts.yaml"
};
static const unsigned char file_35[] = {
#embed "../../../templates/starter/docker/agent/Dockerfile"
};
static const unsigned char file_36[] = {
#embed "../../../templates/starter/docker/agent/Dockerfile.dockerignore"
};
static const struct ctemplate all[] = {
    {"ci/workflows/checks.yaml", file_0, sizeof file_0},
    {"ci/workflows/delivery.yaml", file_1, sizeof file_1},
    {"compose/compose.yaml", file_2, sizeof file_2},
    {"compose/env.example.yaml", file_3, sizeof file_3},
    {"compose/monitoring.yaml", file_4, sizeof file_4},
    {"compose/nginx.conf.yaml", file_5, sizeof file_5},
    {"docker/agent/Dockerfile", file_6, sizeof file_6},
    {"docker/agent/Dockerfile.dockerignore", file_7, sizeof file_7},
    {"docker/ihctl/Dockerfile", file_8, sizeof file_8},
    {"docker/ihctl/Dockerfile.dockerignore", file_9, sizeof file_9},
    {"k8s/base/autoscaler.yaml", file_10, sizeof file_10},
    {"k8s/base/deployment.yaml", file_11, sizeof file_11},
    {"k8s/base/disruption.yaml", file_12, sizeof file_12},
    {"k8s/base/doctor.yaml", file_13, sizeof file_13},
    {"k8s/base/ihctl-serviceaccount.yaml", file_14, sizeof file_14},
    {"k8s/base/ingress.yaml", file_15, sizeof file_15},
    {"k8s/base/kustomization.yaml", file_16, sizeof file_16},
    {"k8s/base/mesh.yaml", file_17, sizeof file_17},
    {"k8s/base/migration.yaml", file_18, sizeof file_18},
    {"k8s/base/monitoring.yaml", file_19, sizeof file_19},
    {"k8s/base/network.yaml", file_20, sizeof file_20},
    {"k8s/base/secrets.yaml", file_21, sizeof file_21},
    {"k8s/base/service.yaml", file_22, sizeof file_22},
    {"k8s/base/serviceaccount.yaml", file_23, sizeof file_23},
    {"k8s/overlay/kustomization.yaml", file_24, sizeof file_24},
    {"k8s/overlay/namespace.yaml", file_25, sizeof file_25},
    {"k8s/region/kustomization.yaml", file_26, sizeof file_26},
    {"monitoring/alertmanager.yaml", file_27, sizeof file_27},
    {"monitoring/blackbox.yaml", file_28, sizeof file_28},
    {"monitoring/grafana/dashboards/agents.json.yaml", file_29, sizeof file_29},
    {"monitoring/grafana/dashboards/platform.json.yaml", file_30, sizeof file_30},
    {"monitoring/grafana/provisioning/dashboards/platform.yaml", file_31, sizeof file_31},
    {"monitoring/grafana/provisioning/datasources/prometheus.yaml", file_32, sizeof file_32},
    {"monitoring/prometheus.yaml", file_33, sizeof file_33},
    {"monitoring/rules/alerts.yaml", file_34, sizeof file_34},
    {"starter/docker/agent/Dockerfile", file_35, sizeof file_35},
    {"starter/docker/agent/Dockerfile.dockerignore", file_36, sizeof file_36},
};
const struct ctemplate *ctemplates(void) { return all; }
size_t ctemplates_count(void) { return sizeof all / sizeof all[0]; }
