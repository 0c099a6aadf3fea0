import Schemas
import Testing
import YAML

/// The kinds of operators, whose schemas we wrote ourselves.
@Suite struct OperatorTests {
    @Test(arguments: [
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: a, namespace: b}
        spec:
          selector: {istio: ingressgateway}
          servers:
          - port: {number: 443, name: https, protocol: HTTPS}
            hosts: [agent.example.org]
            tls: {mode: SIMPLE, credentialName: agent-tls}
        """,
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: a}
        spec:
          hosts: [agent.example.org]
          gateways: [a]
          http:
          - match: [{uri: {prefix: /}}]
            route:
            - {destination: {host: agent, subset: stable, port: {number: 80}}, weight: 90}
            - {destination: {host: agent, subset: canary}, weight: 10}
            timeout: 5m
            retries: {attempts: 2, perTryTimeout: 10s, retryOn: "connect-failure"}
        """,
        """
        apiVersion: networking.istio.io/v1beta1
        kind: DestinationRule
        metadata: {name: a}
        spec:
          host: agent
          subsets: [{name: stable, labels: {version: v1}}]
          trafficPolicy:
            loadBalancer: {simple: LEAST_REQUEST}
            connectionPool: {tcp: {maxConnections: 100}, http: {http2MaxRequests: 1000}}
            outlierDetection: {consecutive5xxErrors: 5, interval: 30s, baseEjectionTime: 30s}
        """,
        """
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: {name: a}
        spec:
          selector: {matchLabels: {app: a}}
          endpoints: [{port: http, path: /metrics, interval: 30s, scrapeTimeout: 10s}]
        """,
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PodMonitor
        metadata: {name: a}
        spec: {selector: {}, podMetricsEndpoints: [{port: http, portNumber: 8080}]}
        """,
        """
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata: {name: a}
        spec:
          groups:
          - name: a
            rules:
            - {alert: Down, expr: up == 0, for: 5m, labels: {severity: page}}
            - {record: one, expr: 1}
        """,
        """
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: a}
        spec:
          refreshInterval: 1h
          secretStoreRef: {kind: ClusterSecretStore, name: a}
          target: {name: a, creationPolicy: Owner}
          data: [{secretKey: A, remoteRef: {key: name:a, property: A}}]
        """,
        """
        apiVersion: external-secrets.io/v1beta1
        kind: SecretStore
        metadata: {name: a}
        spec:
          provider:
            scaleway:
              region: fr-par
              projectId: x
              accessKey: {secretRef: {name: a, key: b}}
              secretKey: {secretRef: {name: a, key: c}}
        """,
        """
        apiVersion: bitnami.com/v1alpha1
        kind: SealedSecret
        metadata: {name: a}
        spec: {encryptedData: {A: AgBy}, template: {type: Opaque, metadata: {name: a}}}
        """,
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata: {name: a}
        spec:
          replicas: 3
          selector: {matchLabels: {app: a}}
          strategy:
            canary:
              stableService: a
              canaryService: b
              trafficRouting: {istio: {virtualService: {name: a, routes: [primary]}}}
              steps: [{setWeight: 10}, {pause: {duration: 5m}}, {pause: {}}]
          template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: b}]}}
        """,
    ])
    func `an object as operators take it passes`(text: String) throws {
        #expect(try faults(text) == [])
    }

    @Test(arguments: [
        (
            "apiVersion: networking.istio.io/v1\nkind: Gateway\nspec: {servers: [{port: {number: 443, protocol: HTTPS}, hosts: [a]}]}",
            "missing-field: spec.servers[0].port.name is missing"
        ),
        (
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nspec: {http: [{match: [{uri: {exact: /, prefix: /a}}]}]}",
            "bad-value: spec.http[0].match[0].uri has exact and prefix, which exclude each other"
        ),
        (
            "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec: {trafficPolicy: {loadBalancer: {simple: ROUNDROBIN}}, host: a}",
            "bad-value: spec.trafficPolicy.loadBalancer.simple must be one of UNSPECIFIED, LEAST_CONN, RANDOM, PASSTHROUGH, "
                + "ROUND_ROBIN, LEAST_REQUEST, found the text \"ROUNDROBIN\""
        ),
        (
            "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nspec: {selector: {}, endpoints: [{interval: 30}]}",
            "wrong-type: spec.endpoints[0].interval must be a duration, found the number 30"
        ),
        (
            "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: {groups: [{name: a, rules: [{alert: A, record: B, expr: a}]}]}",
            "bad-value: spec.groups[0].rules[0] has alert and record, which exclude each other"
        ),
        (
            "apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\nspec: {data: [{secretKey: A, remoteRef: {key: a, nullBytePolicy: Fail}}]}",
            "unknown-field: spec.data[0].remoteRef.nullBytePolicy is no field that ExternalSecret has"
        ),
        (
            "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec: {encryptedData: {A: 12}}",
            "wrong-type: spec.encryptedData.A must be a text, found a number"
        ),
        (
            "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {strategy: {blueGreen: {activeService: a}, canary: {}}}",
            "bad-value: spec.strategy has blueGreen and canary, which exclude each other"
        ),
    ])
    func `what an operator would refuse is told`(text: String, fault: String) throws {
        #expect(try faults(text) == ["schema.\(fault)"])
    }
}
