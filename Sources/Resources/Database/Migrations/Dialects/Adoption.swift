package import FoundationEssentials

/// What another tool's history makes of the files here: which become lines of ihctl's own, and what stands against it.
package struct Adoption: Sendable {
    package struct Item: Sendable {
        package var file: MigrationFile
        /// Adopted, or a baseline where the tool itself had never run it.
        package var kind: HistoryEntry.Kind
        package var appliedAt: Date?
        package var appliedBy: String?
        package var duration: Duration = .zero
    }

    package enum Problem: Sendable {
        case fault(ForeignHistory.Fault)
        /// Applied, and its file is gone; `isNewer` than all that are here.
        case noFile(ForeignHistory.Line, isNewer: Bool)
        /// Applied, and was code that lies elsewhere.
        case program(ForeignHistory.Line)
        /// The tool's checksum is not the file's.
        case edited(MigrationFile, ForeignHistory.Line)
        /// Not applied, and older than something that is.
        case outOfOrder(MigrationFile)
    }

    /// What is put up with when the line says so.
    package struct Leniency: Sendable, Hashable {
        /// What was applied and has no file is left out.
        package var leavesMissing = false
        /// The file as it is now counts as what was applied.
        package var acceptsEdits = false

        package init(leavesMissing: Bool = false, acceptsEdits: Bool = false) {
            self.leavesMissing = leavesMissing
            self.acceptsEdits = acceptsEdits
        }
    }

    package private(set) var items: [Item] = []
    package private(set) var problems: [Problem] = []

    package init(
        files: [MigrationFile],
        foreign: ForeignHistory,
        own: [HistoryEntry],
        _ leniency: Leniency = Leniency(),
    ) {
        if let fault = foreign.fault { problems.append(.fault(fault)) }
        let known = Set(own.map(\.version))
        var told: [Version: ForeignHistory.Line] = [:]
        for line in foreign.lines { told[line.version] = line }
        let newestTold = foreign.lines.map(\.version).filter { !$0.isRepeatable }.max()
        let newest = [newestTold, foreign.applied?.version].compactMap(\.self).max()
        for file in files {
            let line = told.removeValue(forKey: file.version)
            guard !known.contains(file.version) else { continue }
            if let line {
                adopt(file, line, leniency)
            } else if let applied = foreign.applied, file.version <= applied.version {
                items.append(Item(file: file, kind: applied.isBaseline ? .baseline : .adopted))
            } else if !file.version.isRepeatable, let newest, file.version < newest {
                problems.append(.outOfOrder(file))
            }
        }
        if case .newest(let version)? = foreign.applied, !files.contains(where: { $0.version == version }) {
            told[version] = ForeignHistory.Line(version: version)
        }
        let newestFile = files.map(\.version).filter { !$0.isRepeatable }.max()
        for line in told.values.sorted(by: { $0.version < $1.version }) where !known.contains(line.version) {
            if line.isProgram {
                problems.append(.program(line))
                continue
            }
            let isNewer = !line.version.isRepeatable && (newestFile.map { line.version > $0 } ?? true)
            if isNewer || !leniency.leavesMissing { problems.append(.noFile(line, isNewer: isNewer)) }
        }
    }

    private mutating func adopt(_ file: MigrationFile, _ line: ForeignHistory.Line, _ leniency: Leniency) {
        if let checksum = line.checksum, !file.isProgram, CRC32.ofLines(file.bytes) != checksum {
            // A repeatable one that was changed is to be run again: that is no fault.
            if file.version.isRepeatable { return }
            if !leniency.acceptsEdits {
                problems.append(.edited(file, line))
                return
            }
        }
        items.append(
            Item(
                file: file,
                kind: .adopted,
                appliedAt: line.appliedAt,
                appliedBy: line.appliedBy,
                duration: line.duration
            )
        )
    }

    /// Whether something stands against it.
    package var isRefused: Bool { problems.contains(where: \.isFault) }
}

extension Adoption.Problem {
    package var isFault: Bool {
        switch self {
        case .fault, .noFile, .edited: true
        case .program, .outOfOrder: false
        }
    }
}

extension ForeignHistory.UpTo {
    fileprivate var isBaseline: Bool { if case .baseline = self { true } else { false } }
}
