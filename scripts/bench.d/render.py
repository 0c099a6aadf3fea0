"""Builds the same generated trees with ihctl and with kubectl, in one run, and prints medians and ratios."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

IHCTL = os.path.abspath(sys.argv[1])
SIZES = [300, 3_000, 30_000]
# kubectl's time grows with the square of the objects: the largest tree would take it the better part of an hour.
KUBECTL_MOST = 3_000
KUBECTL_LIMIT = 120

LABELS = (
    "{{app.kubernetes.io/name: {name}, app.kubernetes.io/instance: {name}, app.kubernetes.io/version: v2, "
    "app.kubernetes.io/component: server, app.kubernetes.io/part-of: bench, app.kubernetes.io/managed-by: bench}}"
)

OBJECTS = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-{n}
  labels: {labels}
spec:
  replicas: 2
  strategy: {{type: RollingUpdate, rollingUpdate: {{maxUnavailable: 0, maxSurge: 1}}}}
  selector: {{matchLabels: {{app.kubernetes.io/name: app-{n}}}}}
  template:
    metadata: {{labels: {{app.kubernetes.io/name: app-{n}, app.kubernetes.io/part-of: bench}}}}
    spec:
      serviceAccountName: bench
      automountServiceAccountToken: false
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
          - weight: 100
            podAffinityTerm:
              topologyKey: kubernetes.io/hostname
              labelSelector: {{matchLabels: {{app.kubernetes.io/name: app-{n}}}}}
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: topology.kubernetes.io/zone
        whenUnsatisfiable: ScheduleAnyway
        labelSelector: {{matchLabels: {{app.kubernetes.io/name: app-{n}}}}}
      terminationGracePeriodSeconds: 45
      securityContext: {{runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, seccompProfile: {{type: RuntimeDefault}}}}
      containers:
      - name: main
        image: registry.example/app:v1
        imagePullPolicy: Always
        envFrom: [{{configMapRef: {{name: settings-{n}}}}}]
        ports: [{{name: http, containerPort: 8000}}]
        resources:
          requests: {{cpu: 100m, memory: 64Mi, ephemeral-storage: 64Mi}}
          limits: {{memory: 128Mi, ephemeral-storage: 64Mi}}
        livenessProbe: {{httpGet: {{path: /health, port: http}}, initialDelaySeconds: 10}}
        readinessProbe: {{httpGet: {{path: /ready, port: http}}}}
        securityContext: {{allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {{drop: [ALL]}}}}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings-{n}
  labels: {labels}
data: {{LOG_LEVEL: INFO, NUMBER: "{n}"}}
---
apiVersion: v1
kind: Service
metadata:
  name: app-{n}
  labels: {labels}
spec:
  selector: {{app.kubernetes.io/name: app-{n}}}
  ports: [{{name: http, port: 80, targetPort: http}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: app-{n}
  labels: {labels}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector: {{matchLabels: {{app.kubernetes.io/name: app-{n}}}}}
"""

# What stands once beside them, so that policies have nothing to say of the tree.
AROUND = """apiVersion: v1
kind: Namespace
metadata:
  name: bench
  labels: {app.kubernetes.io/name: bench, app.kubernetes.io/part-of: bench, app.kubernetes.io/managed-by: bench, pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/audit: restricted, pod-security.kubernetes.io/warn: restricted}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: bench
  labels: {app.kubernetes.io/name: bench, app.kubernetes.io/part-of: bench, app.kubernetes.io/managed-by: bench}
automountServiceAccountToken: false
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny
  labels: {app.kubernetes.io/name: bench, app.kubernetes.io/part-of: bench, app.kubernetes.io/managed-by: bench}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: names
  labels: {app.kubernetes.io/name: bench, app.kubernetes.io/part-of: bench, app.kubernetes.io/managed-by: bench}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
  - to: [{namespaceSelector: {}}]
    ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
"""

KUSTOMIZATION = """namespace: bench
namePrefix: pre-
labels:
- pairs: {team: bench}
images:
- name: registry.example/app
  newTag: v2
resources: [{files}]
"""

# No single file of a project is larger than a reader of files takes.
APPS_IN_A_FILE = 1_000


def app(n):
    return OBJECTS.format(n=n, labels=LABELS.format(name=f"app-{n}"))


def tree(folder, objects):
    os.makedirs(folder)
    apps, files = objects // 4, []
    for first in range(0, apps, APPS_IN_A_FILE):
        files.append(f"apps-{first}.yaml")
        with open(f"{folder}/{files[-1]}", "w") as file:
            file.write("---\n".join(app(n) for n in range(first, min(apps, first + APPS_IN_A_FILE))))
    files.append("around.yaml")
    with open(f"{folder}/around.yaml", "w") as file:
        file.write(AROUND)
    with open(f"{folder}/kustomization.yaml", "w") as file:
        file.write(KUSTOMIZATION.replace("{files}", ", ".join(files)))
    return sum(os.path.getsize(f"{folder}/{file}") for file in files)


def run(*command, limit=600):
    """Seconds and peak memory in bytes; None where it took too long."""
    with tempfile.TemporaryFile() as out:
        began = time.monotonic()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                child.returncode = status
                if status != 0:
                    raise SystemExit(f"{' '.join(command)} ended with {status}: there is nothing to measure")
                return time.monotonic() - began, usage.ru_maxrss * 1024
            if time.monotonic() - began > limit:
                child.kill()
                os.waitpid(child.pid, 0)
                return None
            time.sleep(0.0005)


def main():
    work = tempfile.mkdtemp(prefix="ihctl-bench-render-")
    idle = statistics.median(run(IHCTL, "--version")[0] for _ in range(5))
    idle_memory = run(IHCTL, "--version")[1]
    print(f"ihctl --version {idle * 1000:.0f} ms, {idle_memory >> 20} MB: the memory below is beyond these")
    kubectl = shutil.which("kubectl")
    if not kubectl:
        print("kubectl is not installed: no peer")
    wholes, peaks = {}, {}
    try:
        for size in SIZES:
            folder = f"{work}/{size}"
            input_size = tree(folder, size)
            ours, linted, theirs = [], [], []
            rounds = 7 if size < 30_000 else 3
            for turn in range(rounds):
                ours.append(run(IHCTL, "render", "k8s", folder))
                linted.append(run(IHCTL, "render", "lint", folder))
                if kubectl and size <= KUBECTL_MOST and (size < 3_000 or turn == 0):
                    theirs.append(run(kubectl, "kustomize", folder, limit=KUBECTL_LIMIT))
            build = statistics.median(seconds for seconds, _ in ours)
            whole = statistics.median(seconds for seconds, _ in linted)
            built = max(memory for _, memory in ours) - idle_memory
            judged = max(memory for _, memory in linted) - idle_memory
            wholes[size] = whole
            peaks[size] = (input_size, built, judged)
            line = f"{size:6,} objects, {input_size >> 10} KB: build {build * 1000:.0f} ms"
            known = [seconds for seconds, _ in filter(None, theirs)]
            if known:
                peer = statistics.median(known)
                line += f" (kubectl {peer * 1000:.0f} ms: {peer / build:.0f} times as long)"
            elif theirs:
                line += f" (kubectl over {KUBECTL_LIMIT} s: over {KUBECTL_LIMIT / build:.0f} times as long)"
            elif kubectl:
                line += " (kubectl left out: it takes longer than anybody waits)"
            line += f", with schema and policies {whole * 1000:.0f} ms; memory {built >> 20} MB, {built / input_size:.1f} x the input,"
            line += f" with schema and policies {judged >> 20} MB, {judged / input_size:.1f} x"
            print(line, flush=True)
        print(f"growth: t(30,000)/t(3,000) = {wholes[30_000] / wholes[3_000]:.1f}")
        # What a program needs for any tree, however small, stands in the smallest; what a tree adds is the slope.
        for name, which in (("build", 1), ("whole", 2)):
            slopes = []
            for smaller, larger in ((300, 3_000), (3_000, 30_000)):
                one, other = peaks[smaller], peaks[larger]
                slopes.append(f"{(other[which] - one[which]) / (other[0] - one[0]):.1f} x from {smaller:,} to {larger:,}")
            fixed = peaks[300][which] - peaks[300][0] * (peaks[3_000][which] - peaks[300][which]) / (
                peaks[3_000][0] - peaks[300][0]
            )
            print(f"memory of the {name}: {fixed / (1 << 20):.1f} MB for any tree, and of each further byte {', '.join(slopes)}")
        print("aims: 300 in under 100 ms, 3,000 in under 1 s, growth under 12, memory under 10 x the input")
    finally:
        shutil.rmtree(work)


main()
