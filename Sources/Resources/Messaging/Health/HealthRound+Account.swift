internal import Deadlines
internal import HTTP
internal import JSON
internal import NATS
internal import Words

/// Room: what the account may still use, and what the server has left for all.
extension HealthRound {
    private struct Use {
        let name: String
        let used: Double
        let limit: Double
        let unit: Measure.Unit
        /// Where it ends nothing is stored any more; else only nothing new is made.
        let endsStoring: Bool
        let whose: String

        var percent: Double { used * 100 / limit }
    }

    func account(by deadline: Deadline) async throws -> Diagnosis {
        let connection = try connection.value
        let json: JSON
        do throws(NATSError) {
            json = try await JetStream(connection).account(by: deadline).json
        } catch {
            return .found(Finding(MessagingChecks.account, at: address, error, asking: "$JS.API.INFO"))
        }
        var uses = uses(of: json, tier: nil)
        for (tier, part) in (json["tiers"].object ?? [:]).sorted(by: { $0.key < $1.key }) {
            uses += self.uses(of: part, tier: tier)
        }
        uses += await usesOfServer(by: deadline)
        var findings: [Finding] = []
        for use in uses where use.percent >= limits.fullnessWarning {
            findings.append(finding(use))
        }
        let streams = UInt64(json["streams"].integer ?? 0)
        let consumers = UInt64(json["consumers"].integer ?? 0)
        let stored = UInt64(max(0, json["storage"].integer ?? 0))
        let kept = "\(Loss.size(stored)) on disk"
        return .found(
            findings,
            seen: "\(counted(streams, "stream")), \(counted(consumers, "consumer")), \(kept)",
            measures: uses.map { use in
                Measure(
                    use.name,
                    use.used,
                    use.unit,
                    warning: use.limit * limits.fullnessWarning / 100,
                    critical: use.limit * limits.fullnessCritical / 100,
                    maximum: use.limit
                )
            }
        )
    }

    private func uses(of json: JSON, tier: String?) -> [Use] {
        let whose = tier.map { "the account (tier \($0))" } ?? "the account"
        let suffix = tier.map { "_\($0.lowercased())" } ?? ""
        func use(_ key: String, _ unit: Measure.Unit, endsStoring: Bool) -> Use? {
            guard let limit = json["limits"]["max_\(key)"].integer, limit > 0 else { return nil }
            let used = Double(json[key].integer ?? 0)
            return Use(
                name: "account_\(key)\(suffix)",
                used: used,
                limit: Double(limit),
                unit: unit,
                endsStoring: endsStoring,
                whose: whose
            )
        }
        return [
            use("storage", .bytes, endsStoring: true), use("memory", .bytes, endsStoring: true),
            use("streams", .count, endsStoring: false), use("consumers", .count, endsStoring: false),
        ].compactMap(\.self)
    }

    /// Only its monitoring tells; where there is none the account's own limits have to do.
    private func usesOfServer(by deadline: Deadline) async -> [Use] {
        guard let monitor,
            let status = try? await monitor.ask(
                by: .after(deadline.remaining / 2),
                { pages, end throws(MonitoringFailure) in try await pages.jetStream(by: end) }
            ), !status.isDisabled
        else { return [] }
        func use(_ name: String, _ used: Int, of limit: Int, endsStoring: Bool) -> Use? {
            guard limit > 0 else { return nil }
            return Use(
                name: name,
                used: Double(used),
                limit: Double(limit),
                unit: .bytes,
                endsStoring: endsStoring,
                whose: "the server"
            )
        }
        return [
            use("server_storage", status.storage, of: status.maxStorage, endsStoring: true),
            use("server_memory", status.memory, of: status.maxMemory, endsStoring: true),
            use("server_reserved_storage", status.reservedStorage, of: status.maxStorage, endsStoring: false),
            use("server_reserved_memory", status.reservedMemory, of: status.maxMemory, endsStoring: false),
        ].compactMap(\.self)
    }

    private func finding(_ use: Use) -> Finding {
        let isSevere = use.percent >= limits.fullnessCritical
        let what = use.name.split(separator: "_").dropFirst().joined(separator: " ")
        func shown(_ value: Double) -> String { use.unit == .bytes ? Loss.size(UInt64(value)) : String(Int(value)) }
        let hint =
            use.endsStoring
            ? "Raise the limit, or let streams keep less: where it ends nothing is stored any more (errors 10023, 10077)."
            : "Raise the limit, or remove what nobody needs: where it ends no stream and no consumer can be made (errors 10026, 10027, 10047)."
        return Finding(
            MessagingChecks.account,
            isSevere && use.endsStoring ? .error : .warning,
            at: address,
            use.whose == "the server" ? .capacity : .quota,
            "\(use.whose.asSentence.dropLast()) has used \(Int(use.percent)) % of its \(what).",
            evidence: [
                .fact("used", shown(use.used)), .fact("limit", shown(use.limit)),
                .fact("spoken of from", "\(Int(limits.fullnessWarning)) %"),
            ],
            remedies: [.hint(hint), .fix("nats account info")],
        )
    }
}
