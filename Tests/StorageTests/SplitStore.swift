import TestSupport

/// A SeaweedFS in its parts, each of which can be ended or frozen alone.
final class SplitStore: Sendable {
    let master: LinkedChild
    let volume: LinkedChild
    let filer: LinkedChild
    let gateway: LinkedChild
    let port: Int
    let filerPort: Int
    private let scratch: Scratch

    /// May do everything with the one bucket that it is for, and nothing with others.
    static let scopedKey = "scoped-access-key"
    static let scopedSecret = "scoped-secret-key-of-some-length"

    /// Without identities everybody may do everything; with `days` it speaks TLS, with a certificate that ends so soon.
    init(scopedTo bucket: String = "none", withIdentities: Bool = true, days: Int? = nil) throws {
        (scratch, port, filerPort, master, volume, filer, gateway) = try onFreePorts(4) { ports in
            let scratch = Scratch("weed-parts")
            let here = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
            let actions = ["Read", "Write", "List", "Tagging"].map { "\"\($0):\(bucket)\"" }.joined(separator: ",")
            let config = try scratch.write(
                """
                {"identities":[
                  {"name":"admin","credentials":[{"accessKey":"\(SeaweedFS.accessKey)","secretKey":"\(SeaweedFS.secretKey)"}],"actions":["Admin","Read","Write","List","Tagging"]},
                  {"name":"scoped","credentials":[{"accessKey":"\(Self.scopedKey)","secretKey":"\(Self.scopedSecret)"}],"actions":[\(actions)]}
                ]}
                """,
                to: "s3.json"
            )
            var encryption: [String] = []
            if let days {
                let (certificate, key) = (scratch.file("certificate.pem"), scratch.file("key.pem"))
                try require(
                    run([
                        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-days", "\(days)", "-subj", "/CN=store.test", "-addext", "subjectAltName=IP:127.0.0.1",
                        "-keyout", key, "-out", certificate,
                    ])
                )
                encryption = ["-cert.file=\(certificate)", "-key.file=\(key)"]
            }
            let data = try scratch.write("", to: "data/.keep").replacing("/.keep", with: "")
            func part(_ name: String, _ arguments: [String]) throws -> LinkedChild {
                let sockets = ports.map { "/tmp/seaweedfs-*-\($0).sock" }.joined(separator: " ")
                return try LinkedChild(
                    [serverExecutable("weed"), name] + arguments,
                    scratch: scratch,
                    log: "\(name).log",
                    removing: name == "s3" ? sockets : ""
                )
            }
            func answers(_ port: Int, _ path: String) -> Bool {
                exchange("GET \(path) HTTP/1.0\r\n\r\n", port: port)?.contains(" 200 ") == true
            }
            let master = try part("master", here + ["-port=\(ports[0])", "-mdir=\(data)", "-volumeSizeLimitMB=64"])
            try master.waitUntilReady { answers(ports[0], "/cluster/status") }
            let volume = try part(
                "volume",
                here + ["-port=\(ports[1])", "-dir=\(data)", "-max=20", "-master=127.0.0.1:\(ports[0])"]
            )
            try volume.waitUntilReady {
                exchange("GET /dir/assign HTTP/1.0\r\n\r\n", port: ports[0])?.contains("fid") == true
            }
            let filer = try part(
                "filer",
                here + ["-port=\(ports[2])", "-master=127.0.0.1:\(ports[0])", "-defaultStoreDir=\(data)"]
            )
            try filer.waitUntilReady { answers(ports[2], "/") }
            let gateway = try part(
                "s3",
                [
                    "-ip.bind=127.0.0.1", "-port=\(ports[3])", "-filer=127.0.0.1:\(ports[2])", "-port.iceberg=0",
                    "-port.lance=0",
                ]
                    + (withIdentities ? ["-config=\(config)"] : []) + encryption
            )
            try gateway.waitUntilReady {
                days == nil
                    ? answers(ports[3], "/healthz")
                    : exchange("GET / HTTP/1.0\r\n\r\n", port: ports[3])?.isEmpty == false
            }
            return (scratch, ports[3], ports[2], master, volume, filer, gateway)
        }
    }

    var authority: String { scratch.file("certificate.pem") }
    var endpoint: String { "http://127.0.0.1:\(port)" }
}
