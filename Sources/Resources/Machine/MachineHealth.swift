internal import Deadlines
internal import Glibc
package import Words

/// The machine ihctl runs on: what makes healthy services look broken from here.
package struct MachineHealth: Checkable {
    private let variables: [String: String]
    private let hosts: [String]
    private let folder: String

    /// Takes the process's variables, the hosts that are asked over HTTP, and the project's folder.
    package init(variables: [String: String], hosts: [String], folder: String) {
        self.variables = variables
        self.hosts = hosts
        self.folder = folder
    }

    package func checkup() -> Checkup {
        let machine = Address("machine")
        var checks: [Check] = []
        let proxies = ProxySettings(variables)
        if !proxies.isEmpty {
            checks.append(
                Check(MachineChecks.proxy, of: machine / "proxy") { [hosts] deadline in
                    await proxies.diagnosis(hosts: hosts, at: machine / "proxy", by: deadline)
                }
            )
        }
        checks.append(
            Check(MachineChecks.files, of: machine / "files") { _ in OpenFiles.diagnosis(at: machine / "files") }
        )
        checks.append(
            Check(MachineChecks.disk, of: machine / "disk") { [folder] _ in
                try DiskRoom(of: folder).diagnosis(at: machine / "disk")
            }
        )
        return Checkup(of: machine, checks)
    }
}

/// How many files this process may have open: each connection is one.
enum OpenFiles {
    static let least = 1_024

    static func diagnosis(at target: Address) -> Diagnosis {
        let limit = Int(sysconf(Int32(_SC_OPEN_MAX)))
        let measure = Measure("open_files_limit", Double(limit), warning: Double(least)).orLess
        guard limit >= 0, limit < least else { return .healthy("\(limit)", measures: [measure]) }
        return .found(
            Finding(
                MachineChecks.files,
                at: target,
                .capacity,
                "This process may have \(limit) files open, and \(least) are wanted.",
                remedies: [.fix("ulimit -n \(least)")]
            ),
            measures: [measure]
        )
    }
}

/// What is left of the disk that a folder lies on.
struct DiskRoom: Sendable, Hashable {
    let folder: String
    let free: UInt64
    let all: UInt64

    init(folder: String, free: UInt64, all: UInt64) {
        self.folder = folder
        self.free = free
        self.all = all
    }

    init(of folder: String) throws {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0 else {
            throw ResourceFailure(
                Finding(
                    MachineChecks.disk,
                    at: Address("machine", "disk"),
                    .internal,
                    "The disk of \(folder) cannot be asked: \(String(cString: strerror(errno)).lowercased())."
                )
            )
        }
        self.init(
            folder: folder,
            free: UInt64(facts.f_bavail) * UInt64(facts.f_frsize),
            all: UInt64(facts.f_blocks) * UInt64(facts.f_frsize)
        )
    }

    private static let leastShare = 0.1
    private static let leastBytes: UInt64 = 200 << 20

    func diagnosis(at target: Address) -> Diagnosis {
        let share = all == 0 ? 1 : Double(free) / Double(all)
        let percent = Int((share * 100).rounded())
        let seen = "\(percent) % of \(all >> 30) GiB free"
        let measure = Measure("disk_free", (share * 100).rounded(), .percent, warning: DiskRoom.leastShare * 100).orLess
        guard free < DiskRoom.leastBytes || share < DiskRoom.leastShare else {
            return .healthy(seen, measures: [measure])
        }
        return .found(
            Finding(
                MachineChecks.disk,
                free < DiskRoom.leastBytes ? .error : .warning,
                at: target,
                .capacity,
                "The disk of \(folder) is nearly full.",
                evidence: [.fact("free", "\(free >> 20) MiB of \(all >> 20) MiB (\(percent) %)")],
                remedies: [.fix("df -h \(folder)")]
            ),
            seen: seen,
            measures: [measure]
        )
    }
}
