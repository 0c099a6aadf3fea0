"""What the API server holds values to and the published schemas do not say, by type and field.

Facts of the Kubernetes API reference. A field named here that no version has stops the script: a renamed field is noticed.
"""

# The only values that a text may have; in lists, those of the items.
VALUES = {
    "core.v1.Container": {
        "imagePullPolicy": "Always IfNotPresent Never",
        "restartPolicy": "Always OnFailure Never",
        "terminationMessagePolicy": "File FallbackToLogsOnError",
    },
    "core.v1.EphemeralContainer": {
        "imagePullPolicy": "Always IfNotPresent Never",
        "terminationMessagePolicy": "File FallbackToLogsOnError",
    },
    "core.v1.ContainerPort": {"protocol": "TCP UDP SCTP"},
    "core.v1.ContainerResizePolicy": {"restartPolicy": "NotRequired RestartContainer"},
    "core.v1.PodSpec": {
        "restartPolicy": "Always OnFailure Never",
        "dnsPolicy": "ClusterFirst ClusterFirstWithHostNet Default None",
        "preemptionPolicy": "Never PreemptLowerPriority",
    },
    "core.v1.Toleration": {
        "effect": "NoSchedule PreferNoSchedule NoExecute",
        "operator": "Exists Equal Lt Gt",
    },
    "core.v1.Taint": {"effect": "NoSchedule PreferNoSchedule NoExecute"},
    "core.v1.SeccompProfile": {"type": "Localhost RuntimeDefault Unconfined"},
    "core.v1.AppArmorProfile": {"type": "Localhost RuntimeDefault Unconfined"},
    "core.v1.PodSecurityContext": {
        "fsGroupChangePolicy": "OnRootMismatch Always",
        "supplementalGroupsPolicy": "Merge Strict",
        "seLinuxChangePolicy": "MountOption Recursive",
    },
    "core.v1.SecurityContext": {"procMount": "Default Unmasked"},
    "core.v1.HTTPGetAction": {"scheme": "HTTP HTTPS"},
    "core.v1.TopologySpreadConstraint": {
        "whenUnsatisfiable": "DoNotSchedule ScheduleAnyway",
        "nodeAffinityPolicy": "Honor Ignore",
        "nodeTaintsPolicy": "Honor Ignore",
    },
    "core.v1.NodeSelectorRequirement": {"operator": "In NotIn Exists DoesNotExist Gt Lt"},
    "meta.v1.LabelSelectorRequirement": {"operator": "In NotIn Exists DoesNotExist"},
    "core.v1.ServiceSpec": {
        "type": "ClusterIP NodePort LoadBalancer ExternalName",
        "sessionAffinity": "ClientIP None",
        "externalTrafficPolicy": "Cluster Local",
        "internalTrafficPolicy": "Cluster Local",
        "ipFamilyPolicy": "SingleStack PreferDualStack RequireDualStack",
        "ipFamilies": "IPv4 IPv6",
    },
    "core.v1.ServicePort": {"protocol": "TCP UDP SCTP"},
    "core.v1.PersistentVolumeClaimSpec": {
        "accessModes": "ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod",
        "volumeMode": "Filesystem Block",
    },
    "core.v1.PersistentVolumeSpec": {
        "accessModes": "ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod",
        "persistentVolumeReclaimPolicy": "Retain Recycle Delete",
        "volumeMode": "Filesystem Block",
    },
    "core.v1.VolumeMount": {
        "mountPropagation": "None HostToContainer Bidirectional",
        "recursiveReadOnly": "Disabled IfPossible Enabled",
    },
    "apps.v1.DeploymentStrategy": {"type": "Recreate RollingUpdate"},
    "apps.v1.DaemonSetUpdateStrategy": {"type": "RollingUpdate OnDelete"},
    "apps.v1.StatefulSetUpdateStrategy": {"type": "RollingUpdate OnDelete"},
    "apps.v1.StatefulSetSpec": {"podManagementPolicy": "OrderedReady Parallel"},
    "apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy": {
        "whenDeleted": "Retain Delete",
        "whenScaled": "Retain Delete",
    },
    "batch.v1.JobSpec": {
        "completionMode": "NonIndexed Indexed",
        "podReplacementPolicy": "TerminatingOrFailed Failed",
    },
    "batch.v1.PodFailurePolicyRule": {"action": "FailJob FailIndex Ignore Count"},
    "batch.v1.CronJobSpec": {"concurrencyPolicy": "Allow Forbid Replace"},
    "storage.v1.StorageClass": {
        "reclaimPolicy": "Retain Delete",
        "volumeBindingMode": "Immediate WaitForFirstConsumer",
    },
    "networking.v1.NetworkPolicySpec": {"policyTypes": "Ingress Egress"},
    "networking.v1.NetworkPolicyPort": {"protocol": "TCP UDP SCTP"},
    "networking.v1.HTTPIngressPath": {"pathType": "Exact Prefix ImplementationSpecific"},
    "autoscaling.v2.MetricSpec": {"type": "ContainerResource External Object Pods Resource"},
    "autoscaling.v2.MetricTarget": {"type": "Utilization Value AverageValue"},
    "autoscaling.v2.HPAScalingRules": {"selectPolicy": "Max Min Disabled"},
    "autoscaling.v2.HPAScalingPolicy": {"type": "Pods Percent"},
    "policy.v1.PodDisruptionBudgetSpec": {"unhealthyPodEvictionPolicy": "IfHealthyBudget AlwaysAllow"},
    "rbac.v1.RoleRef": {"kind": "Role ClusterRole", "apiGroup": "rbac.authorization.k8s.io"},
    "rbac.v1.Subject": {"kind": "User Group ServiceAccount"},
    "scheduling.v1.PriorityClass": {"preemptionPolicy": "Never PreemptLowerPriority"},
    "apiextensions.v1.CustomResourceDefinitionSpec": {"scope": "Cluster Namespaced"},
    "discovery.v1.EndpointSlice": {"addressType": "IPv4 IPv6 FQDN"},
    "admissionregistration.v1.ValidatingWebhook": {
        "failurePolicy": "Ignore Fail",
        "matchPolicy": "Exact Equivalent",
        "sideEffects": "None NoneOnDryRun",
    },
    "admissionregistration.v1.MutatingWebhook": {
        "failurePolicy": "Ignore Fail",
        "matchPolicy": "Exact Equivalent",
        "sideEffects": "None NoneOnDryRun",
        "reinvocationPolicy": "Never IfNeeded",
    },
}

# The least and the greatest that a number may be.
BOUNDS = {
    "core.v1.ContainerPort": {"containerPort": "1..65535", "hostPort": "0..65535"},
    "core.v1.ServicePort": {"port": "1..65535", "nodePort": "0..65535"},
    "core.v1.GRPCAction": {"port": "1..65535"},
    "core.v1.Probe": {
        "failureThreshold": "0..",
        "initialDelaySeconds": "0..",
        "periodSeconds": "0..",
        "successThreshold": "0..",
        "terminationGracePeriodSeconds": "1..",
        "timeoutSeconds": "0..",
    },
    "core.v1.PodSpec": {"activeDeadlineSeconds": "1..", "terminationGracePeriodSeconds": "0.."},
    "core.v1.TopologySpreadConstraint": {"maxSkew": "1..", "minDomains": "1.."},
    "core.v1.PreferredSchedulingTerm": {"weight": "1..100"},
    "core.v1.WeightedPodAffinityTerm": {"weight": "1..100"},
    "core.v1.ConfigMapVolumeSource": {"defaultMode": "0..511"},
    "core.v1.SecretVolumeSource": {"defaultMode": "0..511"},
    "core.v1.ProjectedVolumeSource": {"defaultMode": "0..511"},
    "core.v1.DownwardAPIVolumeSource": {"defaultMode": "0..511"},
    "core.v1.KeyToPath": {"mode": "0..511"},
    "core.v1.SecurityContext": {"runAsUser": "0..2147483647", "runAsGroup": "0..2147483647"},
    "core.v1.PodSecurityContext": {
        "fsGroup": "0..2147483647",
        "runAsGroup": "0..2147483647",
        "runAsUser": "0..2147483647",
    },
    "apps.v1.DeploymentSpec": {
        "minReadySeconds": "0..",
        "progressDeadlineSeconds": "0..",
        "replicas": "0..",
        "revisionHistoryLimit": "0..",
    },
    "apps.v1.StatefulSetSpec": {"minReadySeconds": "0..", "replicas": "0..", "revisionHistoryLimit": "0.."},
    "apps.v1.ReplicaSetSpec": {"minReadySeconds": "0..", "replicas": "0.."},
    "apps.v1.DaemonSetSpec": {"minReadySeconds": "0..", "revisionHistoryLimit": "0.."},
    "batch.v1.JobSpec": {
        "activeDeadlineSeconds": "0..",
        "backoffLimit": "0..",
        "completions": "0..",
        "parallelism": "0..",
        "ttlSecondsAfterFinished": "0..",
    },
    "batch.v1.CronJobSpec": {
        "failedJobsHistoryLimit": "0..",
        "startingDeadlineSeconds": "0..",
        "successfulJobsHistoryLimit": "0..",
    },
    "autoscaling.v2.HorizontalPodAutoscalerSpec": {"maxReplicas": "1..", "minReplicas": "0.."},
    "autoscaling.v1.HorizontalPodAutoscalerSpec": {"maxReplicas": "1..", "minReplicas": "0.."},
    "autoscaling.v2.HPAScalingRules": {"stabilizationWindowSeconds": "0..3600"},
    "autoscaling.v2.HPAScalingPolicy": {"periodSeconds": "1..1800", "value": "1.."},
    "autoscaling.v2.MetricTarget": {"averageUtilization": "1.."},
}

# Fields that came with 1.25, the first version with published schemas here: 1.24 is that one without them.
NEW_IN_FIRST = {
    "core.v1.PodSpec": ["hostUsers"],
    "core.v1.TopologySpreadConstraint": ["matchLabelKeys", "nodeAffinityPolicy", "nodeTaintsPolicy"],
    "batch.v1.JobSpec": ["podFailurePolicy"],
    "core.v1.CSIPersistentVolumeSource": ["nodeExpandSecretRef"],
}

# Kinds that came with 1.25.
KINDS_NEW_IN_FIRST = {("networking.k8s.io/v1alpha1", "ClusterCIDR"), ("networking.k8s.io/v1alpha1", "ClusterCIDRList")}
