internal import CommandLineKit
internal import Deadlines
internal import Doctor
internal import HTTP
internal import Kubernetes
internal import KubernetesAPI
internal import Platform
internal import Terminal
internal import Words

/// `ihctl doctor --in-cluster`: the cluster's own doctor, run once and now, and told here.
struct ClusterDoctor {
    /// Not one of the catalogue: it looks at nothing, it only may fail to look.
    static let kind = CheckKind("doctor.in-cluster", "doctor runs inside the cluster")
    private static let cronJob = "ihctl-doctor"
    private static let container = "doctor"
    /// For an image to be fetched and a pod to start, beside what the looking takes.
    static let start = Duration.seconds(120)

    private let context: Context
    private let ward: Ward
    private let errand: Errand
    private let access: KubernetesAccess
    /// Of the whole, the pod's start included.
    private let limit: Duration

    init(_ ward: Ward, _ context: Context, limit: Duration) throws {
        guard let kubernetes = ward.loaded.platform.kubernetes else {
            throw UsageError(
                "--in-cluster: the platform file names no cluster",
                hint: ClusterDoctor.hint(without: ward.loaded.environment, context)
            )
        }
        self.ward = ward
        self.context = context
        self.limit = limit
        let kubeconfig = try context.kubeconfig(kubernetes.kubeconfig, context.resolver(for: ward.loaded))
        let wish = ClusterWish(kubernetes, agent: ward.loaded.platform.agent, kubeconfig: kubeconfig)
        do throws(KubeconfigError) {
            let places = kubeconfig.map { KubeconfigPlaces.file($0) } ?? .usual
            access = try .found(places, context: wish.context, environment: context.processEnvironment)
        } catch {
            throw CommandFailure(
                "no way to the cluster: \(error)",
                hint: "ihctl doctor kubernetes.config\(ward.loaded.environmentOption)",
                status: .usage
            )
        }
        let client = KubernetesClient(access, http: HTTPClient(), environment: context.processEnvironment)
        let region = ward.loaded.region ?? Context.onlyRegion
        errand = Errand(ClusterJudge(wish, at: ClusterJudge.address(region)), client, as: ClusterDoctor.kind)
    }

    /// Often the cluster is named by the environment that was not asked for.
    private static func hint(without environment: String, _ context: Context) -> String {
        let others = context.project.environments.filter { name in
            name != environment && (try? context.load(environment: name))?.platform.kubernetes != nil
        }
        return others.isEmpty
            ? "ihctl explain kubernetes.config"
            : "one is named with \(others.map { "--env \($0)" }.joined(separator: " or "))"
    }

    /// What it told, or the one finding why it told nothing.
    struct Answer {
        let examination: Examination
        let visit: Visit
        let exitStatus: ExitStatus
    }

    /// `changes` are the words that the line adds to those of the CronJob.
    func run(saying changes: [String], isAllowed: Bool, confirmation: String?) async throws -> Answer {
        let deadline = Deadline.after(limit)
        // A server that is only asked gets no longer than a check gives it.
        let timeout = ward.timeout
        do {
            let plan = try await errand.plan(
                from: ClusterDoctor.cronJob,
                called: "\(ClusterDoctor.cronJob)-\(ClusterDoctor.suffix)",
                container: ClusterDoctor.container,
                saying: changes + ["--format", "json", "--quiet"],
                limit: limit,
                by: deadline.sooner(of: .after(timeout))
            )
            let permit = ChangePermit(
                loaded: ward.loaded,
                context: context,
                isAgreed: isAllowed,
                confirmation: confirmation
            )
            let place = "in \(errand.judge.wish.namespace) of \(access.context ?? access.server)"
            _ = try await permit.ask(
                "A Job \(place), in",
                "Run \(plan.image) as the Job \(plan.name) \(place)?",
                hint: "answer beforehand with --yes",
                facts: [.cluster: await errand.identity(by: deadline.sooner(of: .after(timeout)))]
            )
            // A person may have thought for long.
            let audit = AuditLog(folder: context.project.path(".ihctl"), redactor: context.console.redactor)
            let (environment, address, image) = (
                ward.loaded.environment, errand.address(plan.name).description, plan.image
            )
            let ending = try await errand.run(plan, by: .after(limit)) { action in
                try audit.record(
                    AuditEntry(
                        verb: "doctor",
                        environment: environment,
                        address: address,
                        action: action,
                        from: action == "delete" ? ["image": .string(image)] : .null,
                        to: action == "create" ? ["image": .string(image)] : .null
                    )
                )
            } hear: { [console = context.console, errand] event in
                ClusterDoctor.tell(event, errand, console)
            }
            return try answer(ending)
        } catch let failure as ResourceFailure where !Task.isCancelled {
            let outcome = CheckOutcome(
                ClusterDoctor.kind,
                of: errand.judge.address,
                .unknown,
                findings: [failure.finding]
            )
            return Answer(
                examination: Examination(outcomes: [outcome]),
                visit: ward.visit,
                exitStatus: .incomplete
            )
        }
    }

    private func answer(_ ending: Errand.Ending) throws(ResourceFailure) -> Answer {
        guard let report = RemoteReport(in: ending.lines) else {
            throw ResourceFailure(unreadable(ending))
        }
        if let environment = report.environment, environment != ward.loaded.environment {
            throw ResourceFailure(
                Finding(
                    ClusterDoctor.kind,
                    at: errand.judge.address,
                    .drift,
                    "The cluster's doctor looked at \(environment), not at \(ward.loaded.environment).",
                    remedies: [.hint("Look whether context and namespace are those of \(ward.loaded.environment).")]
                )
            )
        }
        var visit = ward.visit
        (visit.regions, visit.undeclared) = (report.regions, report.undeclared)
        visit.seenFrom = "inside the cluster, \(ending.pod)"
        visit.isAway = true
        // Somebody stopped that one; nobody stopped this.
        let status = report.exitStatus.isStop ? .incomplete : report.exitStatus
        return Answer(examination: report.examination, visit: visit, exitStatus: status)
    }

    private func unreadable(_ ending: Errand.Ending) -> Finding {
        var evidence: [Finding.Evidence] = [.fact("pod", ending.pod)]
        if let code = ending.exitCode { evidence.append(.fact("exit status", "\(code)")) }
        let last = ending.lines.suffix(8).map { String($0.prefix(200)) }
        if !last.isEmpty { evidence.append(.verbatim(last.joined(separator: "\n"))) }
        return Finding(
            ClusterDoctor.kind,
            at: errand.judge.address,
            .brokenAnswer,
            "The cluster's doctor ended without a report.",
            evidence: evidence,
            remedies: [
                .hint(
                    ending.exitCode == 2
                        ? "Its ihctl does not know these words: kubernetes.ihctl.tag may name an older one than this."
                        : "The last lines of its log say why."
                ),
                .fix("ihctl render k8s --diff"),
            ]
        )
    }

    private static func tell(_ event: Errand.Event, _ errand: Errand, _ console: Console) {
        switch event {
        case .made(let name): console.detail(Line("made the Job \(name)"))
        case .waiting(let what): console.say(Line("waiting for ", .dim) + Line(what))
        case .running(let pod): console.detail(Line("\(pod) runs"))
        case .removed(let name): console.detail(Line("removed the Job \(name)"))
        case .unnoted(let name, let why):
            console.warn("that the Job \(name) is removed is not in the audit log: \(why)")
        case .left(let name, let why):
            console.warn("the Job \(name) was not removed: \(why)")
            let words = errand.judge.wish.kubectl("delete job \(name)")
            console.say(
                Line("the cluster removes it by itself five minutes after its end; at once: ", .dim) + Line(words)
            )
        }
    }

    /// Five letters and digits, as Kubernetes itself names pods.
    private static var suffix: String {
        let letters = Array("bcdfghjklmnpqrstvwxz2456789")
        return String((0..<5).map { _ in letters.randomElement() ?? "x" })
    }
}
