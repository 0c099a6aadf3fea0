internal import CommandLineKit
internal import Deadlines
internal import FoundationEssentials
internal import LocalStack
internal import Platform
internal import Reports
internal import Terminal
internal import Words

/// `ihctl dev status`: every service asked over its own protocol.
let devStatus = Command<Context>(
    "status",
    summary: "ask every service of the local stack how it is",
    discussion: "Exit 0 when all are healthy, 1 when one is not or the stack is down."
) { arguments, context in
    let services = try await statuses(context, limit: arguments[GlobalOptions.timeout])
    let healthy = services.count { $0.health == .healthy }
    let isWell = healthy == services.count && !services.isEmpty
    let report = context.report(
        "dev.status",
        outcome: isWell ? .ok : .problems,
        exitStatus: isWell ? .success : .negative,
        data: ["services": .array(services.map(\.json))],
        body: body(of: services)
    )
    return context.console.write(report, as: context.format)
}

/// None where no stack was ever made.
private func statuses(_ context: Context, limit: Duration) async throws -> [ServiceStatus] {
    try await context.withStack { stack in
        do {
            return try await stack.status(limit: limit)
        } catch let error as StackError {
            if case .notRunning = error.kind { return [] }
            throw error
        }
    }
}

private func body(of services: [ServiceStatus]) -> [Block] {
    let running = services.filter { $0.pid != nil }
    guard !running.isEmpty || services.contains(where: { $0.health == .died }) else {
        return [.paragraph("the local stack is not running"), .blank, .paragraph(Line("hint: ihctl dev up", .dim))]
    }
    let columns = [
        Block.Column("service", keepsWidth: true), Block.Column("health", keepsWidth: true), Block.Column("version"),
        Block.Column("pid", isNumber: true), Block.Column("up", isNumber: true), Block.Column("address"),
    ]
    var blocks: [Block] = [.table(Block.Table(columns: columns, rows: services.map(\.row)))]
    for service in services {
        if case .unhealthy(let reason) = service.health {
            blocks += [.blank, .paragraph(Line("✗ ", .bad) + Line("\(service.name.rawValue): \(reason)"))]
        }
    }
    let hung = services.first { if case .unhealthy = $0.health { true } else { false } }
    if let worst = hung ?? services.first(where: { $0.health != .healthy }) {
        // What runs and does not answer has to go before it can be started.
        let way = hung == nil ? ", ihctl dev up" : "; ihctl dev down and ihctl dev up start it anew"
        blocks += [.blank, .paragraph(Line("hint: ihctl dev logs \(worst.name.rawValue)\(way)", .dim))]
    }
    return blocks
}

extension ServiceStatus {
    fileprivate var row: [Line] {
        let style: Line.Style = health == .healthy ? .good : health == .stopped ? .dim : .bad
        let mark = health == .healthy ? "✓" : health == .stopped ? "·" : "✗"
        // A state file could say any time: only one that can be is shown.
        let seconds = startedAt.map { Date().timeIntervalSince($0) }.flatMap { (0..<1e9).contains($0) ? $0 : nil }
        let uptime = seconds.map { Duration.seconds($0) }
        return [
            Line(name.rawValue, .name), Line("\(mark) \(health.word)", style), Line(version ?? "–"),
            Line(pid.map(String.init) ?? "–"), Line(uptime?.readable ?? "–"), Line(address),
        ]
    }

    /// Host and port alone fit any terminal; the whole URL stands in the JSON.
    private var address: String {
        let rest = endpoint.split(separator: "//").last ?? ""
        return String(rest.prefix { $0 != "/" })
    }

    var json: JSONValue {
        var reason: JSONValue = .null
        if case .unhealthy(let text) = health { reason = .string(text) }
        return [
            "name": .string(name.rawValue), "product": .string(name.product), "endpoint": .string(endpoint),
            "health": .string(health.word), "reason": reason, "pid": JSONValue(pid.map(Int.init)),
            "version": JSONValue(version), "log": .string(logFile),
            "started_at": JSONValue(startedAt.map { $0.ISO8601Format() }),
            "answered_in_ms": JSONValue(answeredIn.map(\.wholeMilliseconds)),
        ]
    }
}
