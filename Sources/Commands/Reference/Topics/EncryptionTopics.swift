internal import Words

/// What breaks in the TLS handshake.
let encryptionTopics: [Topic] = [
    Topic(
        "protocol_mismatch",
        .failureClass,
        title: "the other end does not speak TLS on this port",
        summary: "TLS was begun, and what came back is no TLS: the server speaks plain text here, or another protocol.",
        whatToDo: [
            "Give the port that speaks TLS, or turn TLS on at the server.",
            "Inside a mesh that encrypts by itself, plain text between the pods is right: write http:// or nats://.",
        ],
        examples: [.bad("https://reports.internal:8080"), .good("http://reports.internal:8080")],
        related: ["closed", "tls_version"]
    ),
    Topic(
        "tls_version",
        .failureClass,
        title: "no version of TLS in common",
        summary: "The server offers only versions that are refused here; what is asked for is TLS 1.2 or newer.",
        whatToDo: [
            "Turn on TLS 1.2 or 1.3 at the server. TLS 1.0 and 1.1 are broken and no client should be talked into them."
        ],
        examples: [.good("openssl s_client -connect host:443 -tls1_2 </dev/null")],
        related: ["tls_handshake"]
    ),
    Topic(
        "tls_handshake",
        .failureClass,
        title: "the two ends could not agree",
        summary: "The handshake ended with an alert: no cipher in common, or something the server will not take.",
        whatToDo: [
            "The evidence names OpenSSL's reason. Compare the ciphers and the key type of the server's certificate with what is allowed here.",
            "unrecognized_name means that the server has no certificate for this host name: look at the name and at the proxy in front.",
        ],
        related: ["tls_version", "tls_hostname"]
    ),
    Topic(
        "tls_untrusted",
        .failureClass,
        title: "the certificate was issued by nobody who is trusted here",
        summary: "The chain that the server sent ends at an authority this machine does not know.",
        why: [
            """
            Two faults look the same from outside: an authority of one's own that this machine was not told about, and a server that does \
            not send the intermediate certificate between its own and the authority's.
            """
        ],
        whatToDo: [
            "If the server sends one certificate alone and its issuer is an intermediate one, have the server send the whole chain.",
            "If the authority is your own, name its file in the setting of the dependency (sslrootcert, ca).",
        ],
        examples: [.good("openssl s_client -connect host:5432 -starttls postgres -showcerts </dev/null")],
        related: ["tls_self_signed"]
    ),
    Topic(
        "tls_self_signed",
        .failureClass,
        title: "the certificate vouches for itself",
        summary: "The server's certificate is signed with its own key; no authority stands behind it.",
        whatToDo: [
            "Give the server a certificate of an authority, or name this very certificate as trusted in the dependency's setting.",
            "If a certificate of an authority was expected, another server may be answering: compare the subject in the evidence.",
        ],
        related: ["tls_untrusted"]
    ),
    Topic(
        "tls_hostname",
        .failureClass,
        title: "the certificate is for another name",
        summary: "The certificate is in order, but the host that was asked for is not among its names.",
        why: ["A client that overlooks this talks to whoever has any certificate at all."],
        whatToDo: [
            "The evidence lists the certificate's names: connect by one of them, or have it issued anew with the name that is used.",
            "An IP address must stand in the certificate as an address; a name of the same spelling does not count.",
        ],
        related: ["tls_untrusted", "dns"]
    ),
    Topic(
        "tls_expired",
        .failureClass,
        title: "the certificate has expired",
        summary: "Its last day has passed; every client refuses it now.",
        whatToDo: [
            "Renew it and have the server load the new one: many servers read it at their start only.",
            "If it is renewed by itself, look why not this time: the log of cert-manager or of the ACME client says.",
        ],
        examples: [.good("openssl s_client -connect host:443 </dev/null 2>/dev/null | openssl x509 -noout -dates")],
        related: ["tls_not_yet_valid"]
    ),
    Topic(
        "tls_not_yet_valid",
        .failureClass,
        title: "the certificate is valid from a later time on",
        summary: "By this machine's clock the first day of the certificate has not come.",
        whatToDo: [
            "Compare the clocks first: a machine that is minutes behind refuses every fresh certificate.",
            "If the clocks agree, the certificate was issued for later: wait, or issue it anew.",
        ],
        examples: [.good("timedatectl status")],
        related: ["tls_expired"]
    ),
    Topic(
        "tls_revoked",
        .failureClass,
        title: "the certificate was withdrawn",
        summary: "Its authority has revoked it, as is done when a key may have been stolen.",
        whatToDo: [
            "Have a new certificate issued for a new key. Do not overlook this one: somebody else may hold the key."
        ],
        related: ["tls_untrusted"]
    ),
    Topic(
        "tls_client_certificate",
        .failureClass,
        title: "the server wants a certificate of the client",
        summary: "The server asks who is calling, and was shown no certificate that it takes.",
        why: [
            "With TLS 1.3 this comes only after the handshake, at the first answer: the connection looks sound for a moment."
        ],
        whatToDo: [
            "Name certificate and key in the setting of the dependency, issued by the authority that the server trusts for clients."
        ],
        related: ["tls_file", "tls_handshake"]
    ),
    Topic(
        "tls_file",
        .failureClass,
        title: "a certificate or key of ours cannot be used",
        summary:
            "A file named in the settings is missing, cannot be read, is no PEM, or the key does not belong to the certificate.",
        whatToDo: [
            "The evidence names file and reason. These two print the same line for a pair that belongs together:"
        ],
        examples: [
            .good(
                "openssl x509 -in client.crt -noout -pubkey | sha256sum\nopenssl pkey -in client.key -pubout | sha256sum"
            )
        ],
        related: ["tls_client_certificate", "tls_untrusted"]
    ),
]
