package import FoundationEssentials
internal import KubernetesAPI
package import Words

/// Says of what was seen how it stands against what is wanted; it asks nobody.
package struct ClusterJudge: Sendable {
    package let wish: ClusterWish
    /// Written `fr-par/kubernetes`.
    package let address: Address
    /// What is long ago is told from what is not.
    package var now: Date

    package init(_ wish: ClusterWish, at address: Address, now: Date = Date()) {
        self.wish = wish
        self.address = address
        self.now = now
    }

    package static func address(_ region: String) -> Address { Address(region, "kubernetes") }

    func secret(_ name: String) -> Address { address / "secret" / name }
    var deployment: Address { address / "deployment" / wish.deployment }
    var namespaced: Address { address / "namespace" / wish.namespace }

    /// What a sight gives, or why there is none.
    func judged<Value>(
        _ sight: Sight<Value>,
        as kind: CheckKind,
        at target: Address,
        missing: (KubernetesError) -> Finding,
        _ judge: (Value) -> Diagnosis,
    ) -> Diagnosis {
        switch sight {
        case .success(let value): judge(value)
        case .failure(let error) where error.isNotFound: .found(missing(error))
        case .failure(let error): unseen(error, as: kind, at: target)
        }
    }

    func judged<Value>(
        _ sight: Sight<Value>,
        as kind: CheckKind,
        at target: Address,
        _ judge: (Value) -> Diagnosis,
    ) -> Diagnosis {
        switch sight {
        case .success(let value): judge(value)
        case .failure(let error): unseen(error, as: kind, at: target)
        }
    }

    /// The server did not show it: nobody can tell how it stands.
    func unseen(_ error: KubernetesError, as kind: CheckKind, at target: Address) -> Diagnosis {
        .unknown(finding(error, as: kind, at: target))
    }

    static func seconds(_ date: Date?, until now: Date) -> Double? {
        date.map { now.timeIntervalSince($0) }
    }
}

/// Some names of many, in one line.
func few(_ names: [String], _ most: Int = 5) -> String {
    let shown = names.prefix(most).joined(separator: ", ")
    return names.count > most ? "\(shown) and \(names.count - most) more" : shown
}

extension FailureClass {
    /// The clients know no floor above them and say it in a word.
    init(_ error: KubernetesError) {
        self = FailureClass(rawValue: error.failureClass) ?? .brokenAnswer
    }
}
