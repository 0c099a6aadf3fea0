package import Words

extension Resolver {
    /// A value that a check cannot do without; throws what there is to tell of it where it leads to nothing.
    package func text(
        _ reference: Reference?,
        at setting: [String],
        for kind: CheckKind,
        of target: Address,
    ) throws(ResourceFailure) -> String {
        guard let reference else {
            throw ResourceFailure(Finding(kind, at: target, leadsToNothing: setting, "It is not set."))
        }
        do throws(ReferenceFailure) {
            return try text(reference)
        } catch {
            throw ResourceFailure(Finding(kind, at: target, leadsToNothing: setting, error.description))
        }
    }

    package func secret(
        _ reference: SecretReference?,
        at setting: [String],
        for kind: CheckKind,
        of target: Address,
    ) throws(ResourceFailure) -> Secret {
        guard let reference else {
            throw ResourceFailure(Finding(kind, at: target, leadsToNothing: setting, "It is not set."))
        }
        do throws(ReferenceFailure) {
            return try secret(reference).value
        } catch {
            throw ResourceFailure(Finding(kind, at: target, leadsToNothing: setting, error.description))
        }
    }
}

extension Finding {
    fileprivate init(_ kind: CheckKind, at target: Address, leadsToNothing setting: [String], _ why: String) {
        let path = setting.joined(separator: ".")
        self.init(
            kind,
            .error,
            at: target,
            .config,
            "The value of \(path) is not known: \(why.hasSuffix(".") ? String(why.dropLast()) : why).",
            remedies: [.fix("ihctl config show --origin")]
        )
    }
}
