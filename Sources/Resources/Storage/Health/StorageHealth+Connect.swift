internal import Cryptography
internal import Deadlines
internal import HTTP
internal import Ladder
internal import Network
internal import S3
internal import Words

extension StorageHealth {
    /// The rungs from the name to a store that knows the key.
    func connect(by deadline: Deadline, into slot: Slot<StoreDoor>) async -> Diagnosis {
        let began = ContinuousClock.now
        // What is left is for asking why.
        let limit = Deadline.after(deadline.remaining * 0.7)
        var diagnosis: Diagnosis
        do throws(S3Error) {
            let account = try await client.listBuckets(by: limit)
            let dialect = StoreDialect(endpoint: resource.endpoint, server: account.server)
            slot.fill(StoreDoor(dialect: dialect, buckets: Set(account.buckets.map(\.name))))
            let count = account.buckets.count
            diagnosis = .healthy(
                (account.server ?? "an S3 store") + ", \(counted(count, "bucket"))",
                measures: [Measure("connect", ContinuousClock.now - began)]
            )
            if let ahead = account.clockAhead { diagnosis.judge(clockAhead: ahead, at: resource.address) }
        } catch {
            guard let refusal = error.refusal, refusal.status == 403, refusal.code == .accessDenied else {
                let offset = error.code == .requestTimeTooSkewed ? error.refusal?.clockSkew : nil
                return .found(await explained(error, by: deadline), measures: offset.map { [.clockOffset($0)] } ?? [])
            }
            // The key is known, and may not list all buckets: one scoped to its own.
            slot.fill(StoreDoor(dialect: StoreDialect(endpoint: resource.endpoint, server: nil), buckets: nil))
            diagnosis = .healthy(
                "the key is known, and may not list buckets",
                measures: [Measure("connect", ContinuousClock.now - began)]
            )
            if let ahead = refusal.clockSkew { diagnosis.judge(clockAhead: ahead, at: resource.address) }
        }
        diagnosis.judge(await certificates(by: deadline), as: StorageChecks.connect, at: resource.address)
        return diagnosis
    }

    /// A kept connection tells none, so it takes a handshake of its own.
    private func certificates(by deadline: Deadline) async -> [Certificate] {
        guard isEncrypted else { return [] }
        var request = HTTPRequest("GET", resource.endpoint)
        request.tls = resource.tls
        request.proxy = resource.proxy
        request.isolated = true
        return (try? await resource.http.certificates(for: request, by: deadline))?.chain ?? []
    }

    /// Where nothing that is S3 came back, whether TLS is what stands between.
    private func explained(_ error: S3Error, by deadline: Deadline) async -> Finding {
        let kind = StorageChecks.connect
        if isEncrypted {
            guard case .tls? = error.transport else { return trouble(kind, at: resource.address, error) }
            let expectation = TLSExpectation(serverName: endpoint.host, trust: TLSExpectation.Trust(resource.tls.trust))
            let rungs = await diagnose(endpoint, tls: expectation, by: deadline)
            return trouble(kind, at: resource.address, error, tls: rungs.tls)
        }
        guard error.mayComeOfTLS else { return trouble(kind, at: resource.address, error) }
        let anyone = TLSExpectation(serverName: endpoint.host, verification: .none)
        guard await diagnose(endpoint, tls: anyone, by: deadline).tls != nil else {
            return trouble(kind, at: resource.address, error)
        }
        return Finding(
            kind,
            at: resource.address,
            .tlsMissing,
            "The store at \(endpoint) speaks TLS on this port, and storage.endpoint does not.",
            evidence: [.fact("endpoint", resource.endpoint)],
            remedies: [.hint("Write https:// into storage.endpoint.")],
            data: ["host": .string(endpoint.host), "port": .integer(endpoint.port)]
        )
    }
}

extension S3Error {
    fileprivate var mayComeOfTLS: Bool {
        switch kind {
        case .notS3, .unreadable: true
        case .refused(let refusal): refusal.status == 400 && refusal.code == nil
        case .http(let error):
            switch error.kind {
            case .transport(.reset), .transport(.closed), .protocol: true
            default: false
            }
        default: false
        }
    }
}

extension TLSExpectation.Trust {
    fileprivate init(_ trust: TLSOptions.Trust) {
        self =
            switch trust {
            case .system: .system
            case .file(let path): .file(path)
            case .pem(let text): .pem(text)
            }
    }
}

extension Measure {
    fileprivate static func clockOffset(_ ahead: Duration) -> Measure {
        Measure("clock_offset", ahead, warning: 60, critical: 900)
    }
}

extension Diagnosis {
    /// Signatures hold for a quarter of an hour: a clock that drifts is told of long before.
    fileprivate mutating func judge(clockAhead ahead: Duration, at target: Words.Address) {
        let seconds = ahead / .seconds(1)
        measures.append(.clockOffset(ahead))
        guard abs(seconds) > 60 else { return }
        let side = seconds < 0 ? "ahead of" : "behind"
        findings.append(
            Finding(
                StorageChecks.connect,
                .warning,
                at: target,
                .clock,
                "This machine's clock is \(Int(abs(seconds))) seconds \(side) the store's; at 900 it refuses.",
                remedies: [.hint("Let the clock be kept by NTP."), .fix("timedatectl status")],
                data: ["clock_offset": .number(seconds)]
            )
        )
    }
}
