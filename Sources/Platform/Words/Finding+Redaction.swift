// Redaction of findings, before any renderer sees them; the fingerprint is made of what is left.
extension Redactor {
    package func redact(_ finding: Finding) -> Finding {
        var masked = finding
        masked.subject = finding.subject.map(redact)
        masked.message = redact(finding.message, behind: finding.subject)
        masked.evidence = finding.evidence.map(redact)
        masked.remedies = finding.remedies.map(redact)
        masked.place = finding.place.map(redact)
        masked.related = finding.related.map { Finding.Related(redact($0.place), redact($0.message)) }
        masked.suppression = finding.suppression.map(redact)
        masked.content = finding.content.map(redact)
        masked.data = Dictionary(finding.data.map { (redact($0.key), redact($0.value, under: $0.key)) }) { $1 }
        return masked
    }

    /// A message is read behind its subject, and a subject may be the name that tells: `database.password: …`.
    private func redact(_ message: String, behind subject: String?) -> String {
        guard let subject else { return redact(message) }
        let whole = redact("\(subject): \(message)")
        let head = "\(redact(subject)): "
        return whole.hasPrefix(head) ? String(whole.dropFirst(head.count)) : redact(message)
    }

    private func redact(_ evidence: Finding.Evidence) -> Finding.Evidence {
        switch evidence {
        case .paragraph(let text): .paragraph(redact(text))
        case .fact(let name, let value): .fact(redact(name), redact(value, named: name))
        case .verbatim(let text): .verbatim(redact(text))
        }
    }

    private func redact(_ remedy: Finding.Remedy) -> Finding.Remedy {
        switch remedy {
        case .fix(let line): .fix(redact(line))
        case .hint(let text): .hint(redact(text))
        case .then(let line): .then(redact(line))
        }
    }

    private func redact(_ place: Place) -> Place {
        var place = place
        place.file = redact(place.file)
        return place
    }
}
