internal import Words

/// In the place of a dependency whose address or credentials are not known here: blocked by the reference that leads nowhere.
struct UnreachablePatient: Checkable {
    let address: Words.Address
    let connect: CheckKind
    let setting: [String]
    let causes: [CheckOutcome.Blocker]
    let why: String

    func checkup() -> Checkup {
        Checkup(
            of: address,
            [
                Check(connect, of: address, declaredAt: setting, waitsFor: causes) { [connect, address, why] _ in
                    .found(
                        Finding(
                            connect,
                            at: address,
                            .config,
                            "Nobody can be asked: \(why).",
                            remedies: [.fix("ihctl doctor configuration")]
                        )
                    )
                }
            ]
        )
    }
}
