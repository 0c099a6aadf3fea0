internal import Deadlines
internal import HTTP
internal import Platform
internal import S3
internal import Words

extension BucketHealth {
    /// Asks as a stranger would, and reads the policy where no stranger's question can tell.
    func access(by deadline: Deadline) async throws -> Diagnosis {
        let stranger = client.unsigned
        var evidence: [Finding.Evidence] = []
        // One that is there: of one that is not, a store may say no to strangers all the same.
        let key = try sight.value.key
        do throws(S3Error) {
            _ = try await stranger.listObjects(in: name, atMost: 1, by: deadline)
            evidence.append(.fact("list without a key", "200"))
        } catch {
            guard error.isNoToStrangers else { throw failure(error) }
        }
        do throws(S3Error) {
            let wanted = key ?? "ihctl-doctor/none"
            _ = try await stranger.getObject(wanted, in: name, range: 0...0, limit: 1 << 16, by: deadline)
            evidence.append(.fact("read without a key", "200"))
        } catch {
            if [404, 416].contains(error.refusal?.status) || error.isTooMuch {
                evidence.append(.fact("read without a key", error.refusal?.words ?? "200"))
            } else if !error.isNoToStrangers {
                throw failure(error)
            }
        }
        if key == nil, evidence.isEmpty, await isOpenByPolicy(by: deadline) {
            evidence.append(.fact("policy", "allows everybody"))
        }
        guard !evidence.isEmpty else { return .healthy("closed to strangers") }
        if isDeclaredOpen { return .healthy("open to strangers, as its policy says") }
        let command = "aws s3api delete-bucket-policy --endpoint-url \(resource.endpoint) --bucket \(name)"
        return .found(
            Finding(
                StorageChecks.access,
                at: address,
                .exposed,
                "Whoever reaches the store sees into the bucket, without any key.",
                evidence: evidence,
                remedies: [
                    .hint(
                        "Take away the policy or the access list that allows everybody; a store without any keys needs some."
                    ),
                    .fix(command),
                    .hint("Where it is meant so, declare the policy."),
                ]
            )
        )
    }

    private func failure(_ error: S3Error) -> ResourceFailure {
        ResourceFailure(health.trouble(StorageChecks.access, at: address, error))
    }

    private func isOpenByPolicy(by deadline: Deadline) async -> Bool {
        guard case .picture(let policy) = await BucketField.policy.look(client, name, deadline) else { return false }
        return policy.isOpen
    }

    private var isDeclaredOpen: Bool {
        guard let declared = resource.storage.buckets[name] else { return false }
        return BucketField.policy.wish(declared, .other)?.picture.isOpen == true
    }
}

extension S3Error {
    fileprivate var isNoToStrangers: Bool {
        guard let refusal else { return false }
        return refusal.status == 401 || refusal.status == 403
    }

    /// The store sent all of the object instead of one byte.
    fileprivate var isTooMuch: Bool {
        if case .http(let error) = kind, case .bodyTooLarge = error.kind { true } else { false }
    }
}

extension JSONValue {
    /// Whether a policy in its canonical form allows everybody something, under no condition.
    fileprivate var isOpen: Bool {
        guard case .object(let whole) = self, case .array(let statements)? = whole["Statement"] else { return false }
        return statements.contains { statement in
            guard case .object(let members) = statement, members["Effect"] == "Allow", members["Condition"] == nil,
                case .object(let who)? = members["Principal"], case .array(let names)? = who["AWS"]
            else { return false }
            return names.contains("*")
        }
    }
}
