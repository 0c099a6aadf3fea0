internal import FoundationEssentials
internal import Glibc

/// What a stranger has to know of the machine that a report comes from; nothing of its users.
package enum MachineFacts {
    /// Name and value, in the order in which they are told.
    package static func all(variables: [String: String]) -> [(name: String, value: String)] {
        var names = utsname()
        uname(&names)
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { name in
            variables[name].flatMap { $0.isEmpty ? nil : "\($0) (\(name))" }
        }.first
        let pages = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        return [
            ("system", system ?? "unknown"),
            ("kernel", "\(text(names.sysname)) \(text(names.release)) \(text(names.machine))"),
            ("container", container),
            ("processors", "\(sysconf(Int32(_SC_NPROCESSORS_ONLN)))"),
            ("memory", "\(pages / (1 << 20)) MiB"),
            ("open files", "\(sysconf(Int32(_SC_OPEN_MAX)))"),
            ("user id", "\(geteuid())"),
            ("locale", locale ?? "not set"),
            ("time zone", zone(variables)),
            ("clock", Date().ISO8601Format(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
            ("up for", uptime),
        ]
    }

    /// `Debian GNU/Linux 12 (bookworm)`.
    private static var system: String? {
        let lines = read("/etc/os-release")?.split(separator: "\n") ?? []
        guard let line = lines.first(where: { $0.hasPrefix("PRETTY_NAME=") }) else { return nil }
        return line.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" }
    }

    private static var container: String {
        if access("/var/run/secrets/kubernetes.io/serviceaccount", F_OK) == 0 { return "a pod of Kubernetes" }
        let marks = ["/.dockerenv", "/run/.containerenv"]
        return marks.contains { access($0, F_OK) == 0 } ? "yes" : "no sign of one"
    }

    private static func zone(_ variables: [String: String]) -> String {
        var now = time(nil)
        var local = tm()
        localtime_r(&now, &local)
        let minutes = local.tm_gmtoff / 60
        let (hours, rest) = (abs(minutes) / 60, abs(minutes) % 60)
        let offset = "UTC\(minutes < 0 ? "-" : "+")\(hours)\(rest == 0 ? "" : ":\(rest < 10 ? "0" : "")\(rest)")"
        if let asked = variables["TZ"], !asked.isEmpty { return "\(offset), \(asked) (TZ)" }
        let name = read("/etc/timezone")?.split(separator: "\n").first.map(String.init)
        return name.map { "\(offset), \($0)" } ?? offset
    }

    private static var uptime: String {
        var now = timespec()
        clock_gettime(CLOCK_BOOTTIME, &now)
        return "\(now.tv_sec / 3_600) h"
    }

    private static func read(_ path: String) -> String? {
        try? String(contentsOf: URL(filePath: path), encoding: .utf8)
    }

    /// The letters of a C array up to its zero.
    private static func text<Letters>(_ letters: Letters) -> String {
        withUnsafeBytes(of: letters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
