internal import FoundationEssentials
internal import Words

extension BundleFiles {
    /// What the bundle is, for somebody who has never seen one.
    func readme(made time: Date) -> String {
        let width = (all.map(\.name.count).max() ?? 0) + 2
        let list = all.map { file in
            "  \(file.name)\(String(repeating: " ", count: width - file.name.count))\(file.about)\n"
        }
        return """
            This is a support bundle of ihctl \(Ihctl.version), made on \(time.ISO8601Format()) by ihctl doctor --bundle.
            It says how a platform and what it depends on stood at that moment. Nothing in it needs to be run.

            WHAT IS IN IT
              MANIFEST\(String(repeating: " ", count: max(2, width - 8)))the SHA-256 of each file; "sha256sum --check MANIFEST" tells whether it is whole
            \(list.joined())
            WHAT WAS TAKEN OUT
              Every secret: what the platform file's references lead to, the values of variables and of .env whose names tell of one, passwords
              and tokens in URLs, the secrets file, the local stack's own passwords; and what looks like one without being known: what
              stands behind names such as password, token or api_key, behind Bearer and Basic, and private keys; of logs also SQL's PASSWORD '…',
              Redis's AUTH, Authorization and cookies, and words that begin as keys do. In their place stands \(Secret.mask), which tells
              nothing of them, neither a letter nor their length. What is known is taken out percent-encoded, escaped as in JSON, in
              hexadecimal and in base64 too. Of what nobody knows and what looks like no secret nothing can be promised.

            WHAT IS STILL IN IT
              Names and figures: hosts, ports, buckets, roles, databases, streams, regions, folders, the names of this machine and of users
              as far as reports and logs tell them. Nothing of what the services store. Look through it before you hand it on.

            """
    }
}
