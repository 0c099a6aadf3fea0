internal import FoundationEssentials
internal import Glibc

/// The machine that the server runs on, where that is this one: SQL itself knows neither its disk nor its memory.
struct Machine {
    let dataFolder: String?
    /// Seconds since 1970.
    let started: Double
    /// As numbers, or a socket's path.
    let address: String

    /// Why it cannot be seen.
    struct Blindness: Error, Equatable {
        let why: String
    }

    var disk: Result<FileSystem, Blindness> {
        place.flatMap { folder in
            FileSystem(of: folder).map { .success($0) } ?? .failure(Blindness(why: "\(folder) cannot be looked at"))
        }
    }

    var memory: Result<Double, Blindness> {
        place.map { _ in Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE))) }
    }

    /// The data folder, where it is certain to be this server's: a forwarded port is on this host's loopback as well.
    private var place: Result<String, Blindness> {
        guard let dataFolder else {
            return .failure(Blindness(why: "the server does not tell this role where its data is: grant pg_monitor"))
        }
        guard address.hasPrefix("127.") || address.hasPrefix("[::1]") || address.hasPrefix("/") else {
            return .failure(
                Blindness(why: "the server is on another machine, and SQL knows nothing of its disk and memory")
            )
        }
        guard let data = FileManager.default.contents(atPath: "\(dataFolder)/postmaster.pid") else {
            return .failure(
                Blindness(why: "\(dataFolder) is on another machine, or this user may not read it")
            )
        }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 2, let second = Double(lines[2]), abs(second - started) <= 60 else {
            return .failure(Blindness(why: "\(dataFolder) belongs to another server than the one that answers"))
        }
        return .success(dataFolder)
    }
}

/// How large a file system is, and how much of it is left for whoever is not root.
struct FileSystem: Equatable {
    var size: Double
    var free: Double

    init(size: Double, free: Double) {
        (self.size, self.free) = (size, free)
    }

    init?(of folder: String) {
        var facts = statvfs()
        guard statvfs(folder, &facts) == 0 else { return nil }
        size = Double(facts.f_blocks) * Double(facts.f_frsize)
        free = Double(facts.f_bavail) * Double(facts.f_frsize)
    }
}
