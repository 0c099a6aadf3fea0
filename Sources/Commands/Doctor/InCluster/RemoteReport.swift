internal import Doctor
internal import JSON
internal import Words

/// Doctor's report as another ihctl wrote it, read back.
struct RemoteReport {
    let environment: String?
    let exitStatus: ExitStatus
    let outcomes: [CheckOutcome]
    let regions: [String]
    let undeclared: [String]
    let seenFrom: String?

    /// Finds it in a log, where what was said on the way stands before and behind it; nil where there is none, or a broken one.
    init?(in lines: [String]) {
        guard let begin = lines.firstIndex(of: "{"), let end = lines.lastIndex(of: "}"), begin < end else { return nil }
        let text = lines[begin...end].joined(separator: "\n")
        guard let json = try? JSON(parsing: Array(text.utf8)), json["schema"].string == "ihctl.doctor/1",
            let checks = json["checks"].array, let code = json["exit_code"].integer.flatMap(Int32.init(exactly:)),
            let status = ExitStatus(rawValue: code)
        else { return nil }
        environment = json["environment"].string
        exitStatus = status
        regions = json["regions"].strings ?? []
        undeclared = json["not_declared"].strings ?? []
        seenFrom = json["seen_from"].string
        var findings = (json["findings"].array ?? []).compactMap(Finding.init)[...]
        // Causes stand first and are found again from what is behind them.
        findings = findings.drop { $0.id == "doctor.cause" }
        let targets = Dictionary(grouping: checks) { $0["id"].string ?? "" }
            .mapValues { Set($0.compactMap { $0["target"].string }) }
        outcomes = checks.compactMap { check in
            CheckOutcome(check, taking: &findings, among: targets[check["id"].string ?? ""] ?? [])
        }
        guard outcomes.count == checks.count else { return nil }
    }

    var examination: Examination { Examination(outcomes: outcomes) }
}

extension CheckOutcome {
    /// Its findings stand beside the checks, whole and in the same order.
    ///
    /// `targets` are what all checks of its id looked at: a finding about another of them is that one's.
    fileprivate init?(_ json: JSON, taking findings: inout ArraySlice<Finding>, among targets: Set<String>) {
        guard let id = json["id"].string, let target = json["target"].string.flatMap(Address.init(reading:)),
            let status = json["status"].string.flatMap(Status.init(rawValue:))
        else { return nil }
        let known = CheckCatalogue.all.first { $0.id == id }
        let severity = json["severity"].string.flatMap(Finding.Severity.init(rawValue:))
        let kind =
            known
            ?? CheckKind(
                id,
                json["title"].string ?? id,
                severity: severity ?? .error,
                tags: json["tags"].strings ?? []
            )
        var own: [Finding] = []
        let more = json["more"].array?.count ?? 0
        // A check where all is well may have a note, and then its first finding stands nowhere but among all.
        let isTold = [.fail, .warn, .unknown].contains(status) || more > 0
        let others = targets.subtracting([json["target"].string ?? ""])
        while own.count < 1 + more, let next = findings.first, next.id == id, isTold || next.severity == .note,
            !others.contains(next.subject ?? "")
        {
            own.append(next)
            findings.removeFirst()
        }
        let blocker = json["blocked_by"]
        self.init(
            kind,
            of: target,
            status,
            findings: own,
            seen: json["seen"].string,
            reason: json["reason"].string,
            blockedBy: blocker["id"].string.flatMap { id in
                blocker["target"].string.flatMap(Address.init(reading:)).map { Blocker(id, $0) }
            },
            measures: (json["measures"].array ?? []).compactMap(Measure.init),
            duration: .milliseconds(json["duration_ms"].integer ?? 0)
        )
    }
}

extension Measure {
    fileprivate init?(_ json: JSON) {
        guard let name = json["name"].string, let value = json["value"].number,
            let unit = json["unit"].string.flatMap(Unit.init(rawValue:))
        else { return nil }
        self.init(
            name,
            value,
            unit,
            warning: json["warning"].number,
            critical: json["critical"].number,
            maximum: json["maximum"].number
        )
    }
}

extension Finding {
    fileprivate init?(_ json: JSON) {
        guard let id = json["id"].string, let message = json["message"].string,
            let severity = json["severity"].string.flatMap(Severity.init(rawValue:))
        else { return nil }
        self.init(
            id,
            severity,
            subject: json["subject"].string,
            message,
            evidence: (json["evidence"].array ?? []).compactMap(Evidence.init),
            remedies: (json["remedies"].array ?? []).compactMap(Remedy.init),
            place: Place(json["place"]),
            related: (json["related"].array ?? []).compactMap { related in
                Place(related["place"]).map { Related($0, related["message"].string ?? "") }
            },
            failureClass: json["failure_class"].string.flatMap(FailureClass.init(rawValue:)),
            topic: json["topic"].string,
            suppression: json["suppressed"].string,
            data: (json.object ?? [:]).filter { !Finding.shared.contains($0.key) }.mapValues(JSONValue.init)
        )
    }

    /// What every finding has; all else is of its own kind.
    private static let shared: Set<String> = [
        "id", "severity", "subject", "message", "evidence", "remedies", "place", "related", "failure_class", "topic",
        "suppressed", "fingerprint",
    ]
}

extension JSONValue {
    fileprivate init(_ json: JSON) {
        switch json {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .string(let text): self = .string(text)
        case .array(let values): self = .array(values.map(JSONValue.init))
        case .object(let members): self = .object(members.mapValues(JSONValue.init))
        case .integer, .unsigned, .number:
            self = json.integer.map(JSONValue.integer) ?? .number(json.number ?? 0)
        }
    }
}

extension Finding.Evidence {
    fileprivate init?(_ json: JSON) {
        if let text = json["text"].string {
            self = .paragraph(text)
        } else if let text = json["verbatim"].string {
            self = .verbatim(text)
        } else if let name = json["name"].string, let value = json["value"].string {
            self = .fact(name, value)
        } else {
            return nil
        }
    }
}

extension Finding.Remedy {
    fileprivate init?(_ json: JSON) {
        if let line = json["fix"].string {
            self = .fix(line)
        } else if let text = json["hint"].string {
            self = .hint(text)
        } else if let line = json["then"].string {
            self = .then(line)
        } else {
            return nil
        }
    }
}

extension Place {
    fileprivate init?(_ json: JSON) {
        guard let file = json["file"].string else { return nil }
        self.init(
            file,
            line: json["line"].integer ?? 1,
            column: json["column"].integer ?? 1,
            endLine: json["end_line"].integer,
            endColumn: json["end_column"].integer
        )
    }
}
