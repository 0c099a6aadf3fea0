import Platform
import Testing

/// Every level of the model, each with a slip of the pen in it.
@Suite
struct UnknownKeyTests {
    @Test(arguments: [
        ("protectd: true", "protectd", 2, 1, "did you mean \"protected\"?"),
        ("databse: {}", "databse", 2, 1, "did you mean \"database\"?"),
        ("logging:\n  levl: INFO", "logging.levl", 3, 3, "did you mean \"level\"?"),
        ("secrets: {jwt: env:A}", "secrets.jwt", 2, 11, "did you mean \"jwt_key\"?"),
        ("identity:\n    databse: x", "identity.databse", 3, 5, "did you mean \"database\"?"),
        ("database:\n  pool:\n    maxx: 3", "database.pool.maxx", 4, 5, "did you mean \"max\"?"),
        ("database:\n  sessions: {tll: 1h}", "database.sessions.tll", 3, 14, "did you mean \"ttl\"?"),
        (
            "storage:\n  buckets:\n    reports:\n      versoning: true", "storage.buckets.reports.versoning", 5, 7,
            "did you mean \"versioning\"?"
        ),
        (
            "storage:\n  buckets:\n    abc:\n      lifecycle:\n        - id: a\n          expire: 1d",
            "storage.buckets.abc.lifecycle.0.expire", 7, 11, "did you mean \"expire_after\"?"
        ),
        (
            "storage:\n  buckets:\n    abc:\n      lifecycle:\n        - id: a\n          transitions: [{after: 1d, too: X}]",
            "storage.buckets.abc.lifecycle.0.transitions.0.too", 7, 37, "did you mean \"to\"?"
        ),
        (
            "storage: {buckets: {abc: {cors: [{origins: [a], methods: [b], header: [c]}]}}}",
            "storage.buckets.abc.cors.0.header", 2, 63, "did you mean \"headers\"?"
        ),
        (
            "messaging:\n  streams:\n    s:\n      retenion: limits", "messaging.streams.s.retenion", 5, 7,
            "did you mean \"retention\"?"
        ),
        (
            "messaging:\n  streams: {s: {}}\n  consumers:\n    c:\n      stream: s\n      filters: x",
            "messaging.consumers.c.filters", 7, 7, "did you mean \"filter\"?"
        ),
        (
            "messaging: {key_value: {k: {histroy: 3}}}", "messaging.key_value.k.histroy", 2, 29,
            "did you mean \"history\"?"
        ),
        ("cache: {evction: x}", "cache.evction", 2, 9, "did you mean \"eviction\"?"),
        (
            "providers:\n  p: {kind: openai, endpoint: x, key: env:K, prioritty: 1}", "providers.p.prioritty", 3, 46,
            "did you mean \"priority\"?"
        ),
        ("routing: {stratgy: balanced}", "routing.stratgy", 2, 11, "did you mean \"strategy\"?"),
        ("scaleway: {acess_key: env:A}", "scaleway.acess_key", 2, 12, "did you mean \"access_key\"?"),
        (
            "regions: {a: {role: primary, priority: 1, endpont: x}}", "regions.a.endpont", 2, 43,
            "did you mean \"endpoint\"?"
        ),
        ("availability: {targt: 99}", "availability.targt", 2, 16, "did you mean \"target\"?"),
        ("agent: {resources: {memry: 1Gi}}", "agent.resources.memry", 2, 21, "did you mean \"memory\"?"),
        ("agent: {liveness: {pth: /x}}", "agent.liveness.pth", 2, 20, "did you mean \"path\"?"),
        ("kubernetes: {namspace: x}", "kubernetes.namspace", 2, 14, "did you mean \"namespace\"?"),
        (
            "kubernetes: {ingress: {host: h, tls: x}}", "kubernetes.ingress.tls", 2, 33,
            "did you mean \"tls_secret\"?"
        ),
        (
            "kubernetes: {autoscaling: {scale_down: {windw: 1s}}}", "kubernetes.autoscaling.scale_down.windw", 2, 41,
            "did you mean \"window\"?"
        ),
        (
            "kubernetes: {istio: {host: h, gatway: x}}", "kubernetes.istio.gatway", 2, 31,
            "did you mean \"gateway\"?"
        ),
        ("compose: {update: {ordr: start-first}}", "compose.update.ordr", 2, 20, "did you mean \"order\"?"),
        ("telemetry: {jobs: {j: {target: t, evry: 1s}}}", "telemetry.jobs.j.evry", 2, 35, "did you mean \"every\"?"),
        (
            "telemetry: {alerts: {A: {of: x, measure: down, severty: warning}}}", "telemetry.alerts.A.severty", 2, 48,
            "did you mean \"severity\"?"
        ),
        ("delivery: {canary: [{percent: 5, fro: 1m}]}", "delivery.canary.0.fro", 2, 34, "did you mean \"for\"?"),
        ("delivery: {roll_back: {eror: 1}}", "delivery.roll_back.eror", 2, 24, "did you mean \"errors\"?"),
        ("performance: {erors: 1}", "performance.erors", 2, 15, "did you mean \"errors\"?"),
        ("health: {checks: {c: {evry: 1s}}}", "health.checks.c.evry", 2, 23, "did you mean \"every\"?"),
        ("maintenance: {dayly: []}", "maintenance.dayly", 2, 15, "did you mean \"daily\"?"),
        ("access: {api_keys: {prefx: a}}", "access.api_keys.prefx", 2, 21, "did you mean \"prefix\"?"),
        ("access: {roles: {r: {may: [], mayy: []}}}", "access.roles.r.mayy", 2, 31, "did you mean \"may\"?"),
    ])
    func `an unknown key is told with its place and the nearest name`(
        text: String,
        path: String,
        line: Int,
        column: Int,
        hint: String,
    ) throws {
        let loaded = try ProjectFixture("platform: tiny\n\(text)\n").load()
        let problem = try #require(loaded.problems.first { $0.message == "unknown key" })
        #expect(problem.description == "manifests/platform.yaml:\(line):\(column): \(path): unknown key")
        #expect(problem.hint == hint)
        #expect(problem.severity == .error)
        #expect(loaded.problems.count { $0.message == "unknown key" } == 1)
    }

    @Test
    func `where no name is near, those that exist are listed`() throws {
        #expect(
            try complaints("platform: tiny\nlogging: {zzz: 1}\n") == [
                "manifests/platform.yaml:2:11: logging.zzz: unknown key | known here: level, debug"
            ]
        )
    }

    @Test
    func `an unknown key of a layer stands at the layer's place, also where it would remove`() throws {
        #expect(
            try complaints("platform: tiny\n", over: "\nlogging:\n  levle: INFO\n") == [
                "manifests/environments/development.yaml:3:3: logging.levle: unknown key | did you mean \"level\"?"
            ]
        )
        #expect(
            try complaints("platform: tiny\ncache: {}\n", over: "chache: null\n") == [
                "manifests/environments/development.yaml:1:1: chache: unknown key | did you mean \"cache\"?"
            ]
        )
    }

    @Test
    func `one run tells every fault, in the order of the file`() throws {
        let found = try complaints(
            "platform: tiny\ndatabase: {port: x, pol: 1}\ncache: 5\nlogging: {level: LOUD, debug: si}\nfoo: 1\n"
        )
        #expect(
            found == [
                "manifests/platform.yaml:2:18: database.port: must be a whole number, found the text \"x\"",
                "manifests/platform.yaml:2:21: database.pol: unknown key | did you mean \"pool\"?",
                "manifests/platform.yaml:3:8: cache: must be a map, found 5",
                "manifests/platform.yaml:4:18: logging.level: must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, "
                    + "found the text \"LOUD\"",
                "manifests/platform.yaml:4:31: logging.debug: must be true or false, found the text \"si\"",
                found.last ?? "",
            ]
        )
        #expect(found.last?.hasPrefix("manifests/platform.yaml:5:1: foo: unknown key | known here: platform, ") == true)
    }
}
