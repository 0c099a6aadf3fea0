internal import Kustomize
package import Words
package import YAML

/// One thing that an object is and should not be.
package struct PolicyFault: Sendable {
    package let policy: Policy
    /// Often the policy's own; another where the environment weighs it differently.
    package let severity: Finding.Severity
    /// The object's place among those that were judged.
    package let object: Int
    /// `Deployment island-hopper/island-hopper-agent`.
    package let subject: String
    /// From the object's root; its end may be missing from the tree, where that is the fault.
    package let path: YAML.Path
    /// The same with items by their names: `spec.template.spec.containers[agent].image`.
    package let pathText: String
    /// Where that stands, or the nearest thing around it.
    package let place: YAML.Place
    package let message: String
    /// What to do, and YAML to write.
    package let remedy: String
    package let example: String
    /// Why an annotation allows it: then it does not count.
    package let allowedBecause: String?

    package var isAllowed: Bool { allowedBecause != nil }
}

extension PolicyVerdict.Untold {
    package var finding: Finding {
        Finding(
            policy.id,
            severity,
            "and \(count) more faults of this kind, which are not told one by one",
            remedies: [.hint(remedy)],
            topic: policy.id,
            content: "untold",
            data: ["untold": .integer(count)]
        )
    }
}

extension PolicyFault {
    package var finding: Finding {
        var evidence: [Finding.Evidence] = [.fact("at", pathText.isEmpty ? "the object itself" : pathText)]
        var remedies: [Finding.Remedy] = []
        if example.contains("\n") {
            evidence += [.paragraph("What it should look like:"), .verbatim(example)]
        } else if !example.isEmpty {
            remedies.append(.fix(example))
        }
        remedies.append(.hint(remedy))
        return Finding(
            policy.id,
            severity,
            subject: subject,
            message,
            evidence: evidence,
            remedies: remedies,
            place: Place(place),
            topic: policy.id,
            suppression: allowedBecause,
            content: pathText,
            data: ["object": .string(subject), "path": .string(pathText)]
        )
    }
}
