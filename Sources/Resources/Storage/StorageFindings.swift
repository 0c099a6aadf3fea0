internal import Platform
internal import S3
internal import Words

extension StorageResource {
    /// Of the store as a whole.
    func failure(_ fault: StoreFault) -> ResourceFailure {
        var failure = StorageResource.failure(fault, address)
        failure.finding.data["host"] = .string(client.endpointHost)
        return failure
    }

    static func failure(_ fault: StoreFault, _ address: Address) -> ResourceFailure {
        let id: String
        let hint: String
        switch fault.kind {
        case .credentials:
            (id, hint) = ("storage.credentials", "look at storage.access_key and storage.secret_key")
        case .permission: (id, hint) = ("storage.credentials", "give the access key the right that is missing")
        case .clock: (id, hint) = ("storage.credentials", "set this machine's clock")
        default: (id, hint) = ("storage.connect", "look at storage.endpoint and storage.region")
        }
        let answers: Set<StoreFault.Kind> = [.credentials, .permission, .clock, .refused]
        let finding = Finding(
            id,
            .error,
            subject: address.description,
            fault.words,
            evidence: fault.evidence,
            remedies: [.hint(hint)],
            failureClass: fault.failureClass,
            topic: id,
        )
        return ResourceFailure(finding, isAnswer: answers.contains(fault.kind))
    }

    /// Of one bucket that could not be looked at or changed at all.
    func failure(_ fault: StoreFault, of bucket: String, _ doing: String) -> ResourceFailure {
        switch fault.kind {
        case .unreachable, .credentials, .clock, .notS3: return failure(fault)
        default: break
        }
        let isNo: Set<StoreFault.Kind> = [.permission, .refused, .elsewhere, .unsupported]
        return ResourceFailure(failed(fault, bucket, doing), isAnswer: isNo.contains(fault.kind))
    }

    func failed(_ fault: StoreFault, _ bucket: String, _ doing: String) -> Finding {
        finding(
            "storage.bucket.failed",
            .error,
            bucket,
            "\(doing): \(fault.words)",
            evidence: fault.evidence,
            failureClass: fault.failureClass
        )
    }

    func unread(_ field: String, of bucket: String, _ fault: StoreFault) -> Finding {
        finding(
            "storage.bucket.unread",
            .error,
            bucket,
            "\(field) cannot be read: \(fault.words)",
            evidence: fault.evidence,
            failureClass: fault.failureClass,
            field: field
        )
    }

    func unsupported(_ field: String, of bucket: String, _ what: String? = nil, because reason: String) -> Finding {
        let isRequired = storage.buckets[bucket]?.required.contains(field) == true
        return finding(
            "storage.bucket.unsupported",
            isRequired ? .error : .note,
            bucket,
            "the store does not have \(what ?? field)" + (isRequired ? ", and the platform requires it" : ""),
            evidence: [.fact("answer", reason)],
            remedies: isRequired
                ? [.hint("use a store that has it, or take \(field) out of the bucket's required:")] : [],
            failureClass: .unsupported,
            field: field
        )
    }

    func ineffective(_ field: String, of bucket: String, _ differences: [Difference]) -> Finding {
        finding(
            "storage.bucket.ineffective",
            .warning,
            bucket,
            "the store took \(field) and does not show it",
            evidence: differences.map {
                .fact($0.path.description, "\($0.from.tidy.compact) instead of \($0.to.tidy.compact)")
            },
            failureClass: .ineffective,
            field: field
        )
    }

    func ignored(_ fields: [String], of bucket: String) -> Finding {
        finding(
            "storage.bucket.ignored",
            .note,
            bucket,
            "left alone, as its ignore: says: \(fields.joined(separator: ", "))"
        )
    }

    func undeclared(_ count: Int) -> Finding {
        Finding(
            "storage.undeclared",
            .note,
            subject: address.description,
            count == 1 ? "1 bucket is there that nobody declared" : "\(count) buckets are there that nobody declared",
            topic: "storage.undeclared",
            data: ["count": .integer(count)],
        )
    }

    private func finding(
        _ id: String,
        _ severity: Finding.Severity,
        _ bucket: String,
        _ message: String,
        evidence: [Finding.Evidence] = [],
        remedies: [Finding.Remedy] = [],
        failureClass: FailureClass? = nil,
        field: String? = nil,
    ) -> Finding {
        Finding(
            id,
            severity,
            subject: Address.bucket(bucket, region).description,
            message,
            evidence: evidence,
            remedies: remedies,
            failureClass: failureClass,
            topic: id,
            data: field.map { ["field": .string($0)] } ?? [:],
        )
    }
}
