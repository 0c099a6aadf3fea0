package import Words

/// What doctor asks of the machine it runs on.
package enum MachineChecks {
    package static let clock = CheckKind("machine.clock", "this machine's clock agrees with the servers'")
    package static let proxy = CheckKind(
        "machine.proxy",
        "what the proxy variables name answers, and stands before nobody it must not",
        severity: .warning
    )
    package static let files = CheckKind("machine.files", "enough files may be open", severity: .warning)
    package static let disk = CheckKind("machine.disk", "the disk has room", tags: ["capacity"])

    package static let all = [clock, proxy, files, disk]
}
