package import Words

extension Doctor {
    /// One check that somebody asks for, before it has begun.
    package struct Appointment: Sendable, Hashable {
        package let kind: CheckKind
        package let target: Address
        /// Why it will be left out; nil where it will not.
        package let skipReason: String?
    }

    /// Those that a selection means, conclusions behind the rest; what they wait for is not among them.
    package func appointments(of selection: Selection) -> [Appointment] {
        (checks + conclusions.map(\.check)).filter(selection.wants).map {
            Appointment(kind: $0.kind, target: $0.target, skipReason: selection.skipReason(for: $0))
        }
    }
}
