import Deadlines
import Synchronization
import Testing
import Words

@testable import Doctor

@Suite struct DoctorTests {
    @Test func `The first broken rung fails, and all that stands on it is blocked by it`() async {
        let examination = await Doctor([
            check("a.connect") { _ in .found(finding("a.connect", .error, .refused)) },
            check("a.version", requires: ["a.connect"]),
            check("a.schema", requires: ["a.version"]),
            check("b.other"),
        ]).examine()
        #expect(examination["a.connect"]?.status == .fail)
        #expect(examination["a.version"]?.blockedBy?.id == "a.connect")
        #expect(examination["a.schema"]?.blockedBy?.id == "a.connect")
        #expect(examination["b.other"]?.status == .pass)
        #expect(examination.exitStatus(failingOn: .fail) == .negative)
    }

    @Test func `A warning blocks nothing`() async {
        let examination = await Doctor([
            check("a.connect") { _ in .found(finding("a.connect", .warning)) },
            check("a.version", requires: ["a.connect"]),
        ]).examine()
        #expect(examination["a.connect"]?.status == .warn)
        #expect(examination["a.version"]?.status == .pass)
        #expect(examination.exitStatus(failingOn: .fail) == .success)
        #expect(examination.exitStatus(failingOn: .warn) == .negative)
    }

    @Test func `A check that breaks is unknown, and the others go on`() async {
        struct Crash: Error {}
        let examination = await Doctor([check("a.breaks") { _ in throw Crash() }, check("b.holds")]).examine()
        #expect(examination["a.breaks"]?.status == .unknown)
        #expect(examination["a.breaks"]?.worst?.failureClass == "internal")
        #expect(examination["b.holds"]?.status == .pass)
        #expect(examination.exitStatus(failingOn: .fail) == .incomplete)
        #expect(examination.exitStatus(failingOn: .never) == .success)
    }

    @Test(.timeLimit(.minutes(5)))
    func `A check that never comes back is left behind`() async {
        let began = ContinuousClock.now
        let examination = await Doctor([
            check("a.hangs", timeout: .milliseconds(50)) { _ in
                // Deaf to being cancelled, as a call into a library is.
                while ContinuousClock.now - began < .seconds(15) { await Task.yield() }
                return .healthy()
            },
            check("b.holds"),
        ]).examine()
        #expect(examination["a.hangs"]?.status == .unknown)
        #expect(examination["b.holds"]?.status == .pass)
        #expect(ContinuousClock.now - began < .seconds(10))
    }

    @Test func `What a noun throws as its failure is what was found`() async {
        let examination = await Doctor([
            check("a.connect") { _ in throw ResourceFailure(finding("a.connect", .error, .auth)) }
        ]).examine()
        #expect(examination["a.connect"]?.status == .fail)
        #expect(examination["a.connect"]?.worst?.failureClass == "auth")
    }

    @Test func `Outcomes stand in the order of the catalogue whoever ends first`() async {
        let checks = (0..<20).map { number in
            check("a.check\(number)") { _ in
                try await Task.sleep(for: .milliseconds(40 - 2 * number))
                return .healthy()
            }
        }
        let examination = await Doctor(checks).examine()
        #expect(examination.outcomes.map(\.kind.id) == checks.map(\.kind.id))
    }

    @Test func `No more than allowed are under way at once, and all are run`() async {
        let under = Mutex((now: 0, most: 0))
        let checks = (0..<12).map { number in
            check("a.check\(number)") { _ in
                under.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                try await Task.sleep(for: .milliseconds(5))
                under.withLock { $0.now -= 1 }
                return .healthy()
            }
        }
        let examination = await Doctor(checks, parallelism: 3).examine()
        #expect(under.withLock { $0.most } <= 3)
        #expect(examination.count(.pass) == 12)
    }

    @Test func `A process that may open few files looks at few things at once, and at all`() async {
        let most = Mutex((now: 0, most: 0))
        let checkups = (0..<12).map { number in
            let target = Address("local", "thing\(number)")
            let one = check("a.connect", of: target) { _ in
                most.withLock { ($0.now, $0.most) = ($0.now + 1, max($0.most, $0.now + 1)) }
                await Task.yield()
                most.withLock { $0.now -= 1 }
                return .healthy()
            }
            return Checkup(of: target, parallelism: 8, [one])
        }
        let seen = await Doctor(checkups, timeout: .seconds(100), width: 3).examine(by: .after(.seconds(200)))
        #expect(seen.count(.pass) == 12)
        #expect(most.withLock { $0.most } <= 3)
        #expect(Doctor.width(ofFiles: 64) == 4)
        #expect(Doctor.width(ofFiles: 8) == 2)
        #expect(Doctor.width(ofFiles: 1_024) > 200)
        #expect(Doctor.width(ofFiles: -1) == .max)
    }

    @Test func `What is ihctl's own fault is unknown, and nobody else's failure`() async {
        let seen = await Doctor([
            check("a.connect") { _ in .found(finding("a.connect", .error, .internal)) },
            check("a.other") { _ in .found([finding("a.other"), finding("a.other", .error, .internal)]) },
            check("a.rest", requires: ["a.connect"]),
        ]).examine()
        #expect(seen["a.connect"]?.status == .unknown)
        #expect(seen["a.other"]?.status == .fail)
        #expect(seen["a.rest"]?.blockedBy?.id == "a.connect")
        #expect(seen.exitStatus(failingOn: .fail) == .negative)
    }

    @Test func `A conclusion asked for by itself has what it is drawn from looked at`() async {
        let clock = CheckKind("machine.clock", "it agrees")
        let conclusion = Conclusion(clock, of: Address("machine", "clock"), drawnFrom: ["*.connect"]) { outcomes in
            .healthy(outcomes.map(\.kind.id).joined(separator: " "))
        }
        let checks = [check("a.connect"), check("a.other", requires: ["a.connect"])]
        let doctor = Doctor(
            [Checkup(of: Address("local", "thing"), checks)],
            conclusions: [conclusion],
            timeout: .seconds(20)
        )
        let seen = await doctor.examine(Selection(only: ["machine.clock"]), by: .after(.seconds(60)))
        // What was asked only for it is not told, nor does it count.
        #expect(seen.outcomes.map(\.kind.id) == ["machine.clock"])
        #expect(seen["machine.clock"]?.seen == "a.connect")
        // Left out, it has nobody asked.
        let skipped = Selection(only: ["machine.clock"], skip: [.init("machine.clock", because: "a test")])
        #expect(await doctor.examine(skipped, by: .after(.seconds(60))).outcomes.map(\.status) == [.skipped])
        // Who asks for something else does not have it.
        let other = await doctor.examine(Selection(only: ["a.other"]), by: .after(.seconds(60)))
        #expect(other.outcomes.map(\.kind.id) == ["a.connect", "a.other"])
    }

    @Test func `What was opened is closed once, also where all fails`() async {
        let closed = Mutex(0)
        _ = await Doctor([check("a.connect") { _ in .found(finding("a.connect")) }]) { closed.withLock { $0 += 1 } }
            .examine()
        #expect(closed.withLock { $0 } == 1)
    }

    @Test func `A checkup is told once what will be asked of it, what is left out aside`() async {
        let told = Mutex<[Set<String>]>([])
        let checks = ["a.one", "a.two", "a.three"].map { check($0) }
        let checkup = Checkup(of: Address("local", "a"), checks, begin: { ids in told.withLock { $0.append(ids) } })
        let selection = Selection(only: ["a.one", "a.two"], skip: [.init("a.two", because: "a test")])
        _ = await Doctor([checkup], timeout: .seconds(20)).examine(selection, by: .after(.seconds(60)))
        #expect(told.withLock { $0 } == [["a.one"]])
    }

    @Test func `A bucket waits for its own store and not for another's`() async {
        let (one, other) = (Address("one", "store"), Address("two", "store"))
        let doctor = Doctor(
            [
                Checkup(
                    of: one,
                    [
                        check("s.connect", of: one) { _ in .found(finding("s.connect")) },
                        check("s.bucket", of: one / "bucket" / "a", requires: ["s.connect"]),
                    ]
                ),
                Checkup(
                    of: other,
                    [
                        check("s.connect", of: other),
                        check("s.bucket", of: other / "bucket" / "a", requires: ["s.connect"]),
                    ]
                ),
            ],
            timeout: .seconds(20)
        )
        let examination = await doctor.examine()
        #expect(examination.outcomes.map(\.status) == [.fail, .blocked, .pass, .pass])
    }

    @Test(.timeLimit(.minutes(5)))
    func `When the time of the whole run is up, what has not begun is unknown`() async {
        let doctor = Doctor([
            check("a.slow") { _ in
                try await Task.sleep(for: .milliseconds(300))
                return .healthy()
            }, check("a.later", requires: ["a.slow"]),
        ])
        let examination = await doctor.examine(by: .after(.milliseconds(100)))
        #expect(examination["a.later"]?.status != .pass)
        #expect(examination.exitStatus(failingOn: .fail) == .incomplete)
    }

    @Test(.timeLimit(.minutes(5)))
    func `A run that is stopped ends soon and tells what it knows`() async {
        let (quick, ended) = AsyncStream.makeStream(of: Void.self)
        let (slow, begun) = AsyncStream.makeStream(of: Void.self)
        let doctor = Doctor([
            check("a.quick"),
            check("a.slow") { _ in
                begun.finish()
                try await Task.sleep(for: .seconds(50))
                return .healthy()
            },
            check("a.later", requires: ["a.slow"]),
        ])
        let running = Task {
            await doctor.examine(by: .after(.seconds(60))) { event in
                if case .ended(let outcome) = event, outcome.kind.id == "a.quick" { ended.finish() }
            }
        }
        for await _ in quick {}
        for await _ in slow {}
        running.cancel()
        let examination = await running.value
        #expect(examination["a.quick"]?.status == .pass)
        #expect(examination["a.slow"]?.status == .unknown)
        #expect(examination["a.slow"]?.summary == "stopped before it ended")
        #expect(examination["a.later"]?.status == .unknown)
        #expect(examination["a.later"]?.summary == "not looked at: stopped")
        #expect(examination.outcomes.allSatisfy { $0.findings.isEmpty })
    }

    @Test func `What waits for a single check of another dependency is blocked by it`() async {
        let (config, store) = (Address("configuration", "storage.key"), Address("fr-par", "storage"))
        let other = Address("configuration", "cache.url")
        let examination = await Doctor([
            check("config.reference", of: config) { _ in .found(finding("config.reference")) },
            check("config.reference", of: other),
            Check(CheckKind("storage.connect", "it holds"), of: store, waitsFor: [.init("config.reference", config)]) {
                _ in .healthy()
            },
            Check(CheckKind("cache.connect", "it holds"), of: store, waitsFor: [.init("config.reference", other)]) {
                _ in .healthy()
            },
        ]).examine()
        #expect(examination["storage.connect"]?.blockedBy?.target == config)
        #expect(examination["cache.connect"]?.status == .pass)
    }

    @Test func `A run in which nothing was looked at is no answer`() async {
        let examination = await Doctor([check("a.holds")]).examine(skip: [.init("a", because: "not now")])
        #expect(examination.exitStatus(failingOn: .fail) == .incomplete)
        #expect(await Doctor([]).examine().exitStatus(failingOn: .fail) == .incomplete)
    }

    @Test(.timeLimit(.minutes(5)))
    func `A service's silence says nothing where the time of the whole run cut it`() async {
        let doctor = Doctor([
            check("a.connect") { deadline in
                try? await Task.sleep(for: deadline.remaining)
                return .found(finding("a.connect", .error, .noReply))
            }
        ])
        let examination = await doctor.examine(by: .after(.milliseconds(100)))
        #expect(examination["a.connect"]?.status == .unknown)
        // What had all of its own time is told as what it is.
        let whole = Doctor([
            check("a.connect", timeout: .milliseconds(200)) { deadline in
                try? await Task.sleep(for: deadline.remaining * 3 / 4)
                return .found(finding("a.connect", .error, .noReply))
            }
        ])
        #expect(await whole.examine(by: .after(.seconds(60)))["a.connect"]?.status == .fail)
        // A client may give up a little earlier, to say itself which rung it was.
        let early = Doctor([
            check("a.connect") { deadline in
                try? await Task.sleep(for: deadline.remaining * 3 / 4)
                return .found(finding("a.connect", .error, .noReply))
            }
        ])
        #expect(await early.examine(by: .after(.seconds(2)))["a.connect"]?.status == .unknown)
    }

    @Test func `What a server says has an end`() async {
        let long = String(repeating: "x", count: 1_000_000)
        let examination = await Doctor([
            check("a.connect") { _ in
                var told = finding("a.connect")
                told.evidence = [.fact("server said", long)]
                return .found(told)
            }
        ]).examine()
        #expect("\(examination)".utf8.count < 10_000)
    }
}
