package import Words

/// What doctor asks of the platform file and of what it refers to.
package enum ConfigurationChecks {
    package static let file = CheckKind("config.file", "the platform file says nothing it must not")
    package static let reference = CheckKind("config.reference", "a reference leads to a value")
    package static let value = CheckKind(
        "config.value",
        "a value is what its place asks for",
        requires: [reference.id],
        tags: ["security"]
    )
    package static let tokenKey = CheckKind(
        "config.jwt-key",
        "the key that signs tokens cannot be guessed",
        requires: [reference.id],
        tags: ["security"]
    )
    package static let encryptionKey = CheckKind(
        "config.encryption-key",
        "the encryption key is a Fernet key",
        requires: [reference.id],
        tags: ["security"]
    )
    package static let secretsFile = CheckKind(
        "config.secrets-file",
        "nobody but its owner reads a file with secrets",
        tags: ["security"]
    )
    package static let debug = CheckKind(
        "config.debug",
        "an environment that serves people tells nothing of its inside",
        severity: .warning,
        tags: ["security"]
    )

    package static let all = [file, reference, value, tokenKey, encryptionKey, secretsFile, debug]
}
