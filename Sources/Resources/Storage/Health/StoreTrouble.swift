internal import FoundationEssentials
internal import HTTP
internal import Ladder
internal import Network
internal import Platform
internal import S3
internal import Words

/// Why the store did not do something, as a finding of a check.
extension StorageHealth {
    func trouble(_ kind: CheckKind, at target: Words.Address, _ error: S3Error, tls: TLSFacts? = nil) -> Finding {
        func told(
            _ failureClass: FailureClass,
            _ message: String,
            _ evidence: [Finding.Evidence] = [],
            _ remedies: [Finding.Remedy] = [],
            data: [String: JSONValue] = [:],
        ) -> Finding {
            Finding(
                kind,
                at: target,
                failureClass,
                message,
                evidence: [.fact("operation", error.operation)] + evidence,
                remedies: remedies,
                data: data.merging(["host": .string(endpoint.host), "port": .integer(endpoint.port)]) { one, _ in one }
            )
        }
        func told(stranger answer: String) -> Finding {
            told(
                .protocolMismatch,
                "What answers at \(endpoint) is no S3: this is the wrong port, or the wrong path.",
                [.fact("answer", answer)],
                [
                    .hint(
                        "Look at storage.endpoint: the API's port is wanted, not a console's, a filer's or a proxy's."
                    ),
                    .fix("curl -si \(resource.endpoint)/"),
                ]
            )
        }
        switch error.kind {
        case .http(let error):
            let place = error.endpoint ?? endpoint
            switch error.kind {
            case .transport(let failure):
                return Finding(kind, at: target, failure, of: "S3", at: place, tls: tls)
            case .deadlinePassed: return Finding(kind, at: target, .noReply, of: "S3", at: place)
            case .cancelled, .shutDown: return Finding(kind, at: target, .interrupted, of: "S3", at: place)
            case .proxy: return told(.proxy, "The proxy on the way to \(place) failed.", [.paragraph("\(error)")])
            default: return told(.protocolMismatch, "What answers at \(place) is no S3.", [.paragraph("\(error)")])
            }
        case .refused(let refusal) where error.isOfStranger:
            return told(stranger: "\(refusal.status), without a word of S3")
        case .refused(let refusal):
            let words = RefusalWords(refusal, self)
            var evidence: [Finding.Evidence] = [.fact("answer", refusal.words)]
            if !refusal.message.isEmpty { evidence.append(.verbatim(refusal.message)) }
            if let id = refusal.requestID { evidence.append(.fact("request", id)) }
            return told(words.failureClass, words.message, evidence + words.evidence, words.remedies, data: words.data)
        case .unsupported(let reason):
            return told(.unsupported, "The store does not have this.", [.fact("answer", reason.words)])
        case .notS3(let status, let type): return told(stranger: "\(status), \(type ?? "of no type")")
        case .unreadable(let status, .unexpected(let element)):
            return told(stranger: "\(status), a document <\(element)>")
        case .unreadable(let status, let fault):
            return told(.brokenAnswer, "The store's answer is broken.", [.fact("answer", "\(status), \(fault)")])
        case .corrupted(let wanted, let got):
            return told(
                .corrupt,
                "What was read is not what was written.",
                [.fact("SHA-256 written", wanted), .fact("SHA-256 read", got)]
            )
        case .invalid: return told(.config, "This cannot be asked of any store.", [.paragraph("\(error.kind)")])
        case .file: return told(.internal, "A file of this machine is in the way.")
        }
    }

    /// Host and port of `storage.endpoint`.
    var endpoint: Endpoint {
        let rest = resource.endpoint.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
        return Endpoint(String(rest), defaultPort: isEncrypted ? 443 : 80) ?? Endpoint(host: String(rest), port: 0)
    }

    var isEncrypted: Bool { resource.endpoint.lowercased().hasPrefix("https:") }
}

/// A refusal, read by its code and its status.
private struct RefusalWords {
    var failureClass: FailureClass
    var message: String
    var evidence: [Finding.Evidence] = []
    var remedies: [Finding.Remedy] = []
    var data: [String: JSONValue] = [:]

    init(_ refusal: S3Refusal, _ health: StorageHealth) {
        let place = health.endpoint
        switch refusal.code {
        case .invalidAccessKeyID:
            (failureClass, message) = (.auth, "The store at \(place) does not know the access key.")
            remedies = [
                .hint("Compare storage.access_key with the store's console: was it rotated, or is it another store's?"),
                .fix("ihctl config show --origin storage"),
            ]
        case .signatureDoesNotMatch:
            (failureClass, message) = (.auth, "The secret key is not the one of this access key.")
            remedies = [
                .hint(
                    "A cut end, a line break and the secret of another pair are the usual slips: compare what stands here with the store's."
                ),
                .fix("ihctl config show --origin storage"),
            ]
        case .expiredToken, .invalidToken:
            (failureClass, message) = (.auth, "The access key was lent for a while, and the while is over.")
        case .requestTimeTooSkewed:
            let skew = refusal.clockSkew ?? .zero
            let size = Duration.seconds(abs(Int(skew / .seconds(1)))).readable
            failureClass = .clock
            message = "This machine's clock is \(size) \(skew < .zero ? "ahead of" : "behind") the store's."
            evidence = refusal.serverDate.map { [.fact("the store's clock", $0.formatted(.iso8601))] } ?? []
            remedies = [
                .hint("Set the clock, or let it be kept by NTP; signatures hold for 15 minutes only."),
                .fix("timedatectl status"),
            ]
            data = ["clock_offset": .number(skew / .seconds(1))]
        case .authorizationHeaderMalformed, .permanentRedirect, .temporaryRedirect, .illegalLocationConstraint:
            self = RefusalWords(elsewhere: refusal, health)
        case .noSuchBucket: (failureClass, message) = (.missing, "There is no such bucket.")
        default: self = RefusalWords(byStatus: refusal, health)
        }
    }

    private init(elsewhere refusal: S3Refusal, _ health: StorageHealth) {
        let own = health.resource.storage.region
        failureClass = .config
        if let region = refusal.region {
            message = "It stands in the region \(region), and storage.region says \(own)."
            remedies = [.hint("Write \(region) into storage.region, with that region's endpoint.")]
            data = ["region": .string(region)]
        } else {
            message = "It stands in another region than \(own), and the store does not say in which."
            remedies = [.hint("Look into the store's console for the region, and correct storage.region.")]
        }
    }

    private init(byStatus refusal: S3Refusal, _ health: StorageHealth) {
        let full: Set<String> = [
            "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "InsufficientCapacity",
        ]
        if refusal.status == 507 || refusal.code.map({ full.contains($0.rawValue) }) == true {
            (failureClass, message) = (.capacity, "The store is full, or this account's share of it.")
            return
        }
        if refusal.isUnsupported {
            (failureClass, message) = (.unsupported, "The store does not have this.")
            return
        }
        switch refusal.status {
        case 401: (failureClass, message) = (.auth, "The store wants an access key.")
        case 403:
            (failureClass, message) = (.permission, "The access key may not do this.")
            remedies = [.hint("Give the key the right that is missing, or use the one that has it.")]
        case 301, 307: self = RefusalWords(elsewhere: refusal, health)
        case 429, 503:
            (failureClass, message) = (.overloaded, "The store has too much to do.")
            remedies = [.hint("It passes, or the store needs more behind it.")]
        case 500...599:
            failureClass = .brokenAnswer
            message = "The store at \(health.endpoint) answers, and fails."
            remedies = [
                .hint(
                    "The gateway lives and what stands behind it does not: look at the filer, the metadata, the disks."
                )
            ]
        default: (failureClass, message) = (.invalid, "The store refuses it.")
        }
    }
}
