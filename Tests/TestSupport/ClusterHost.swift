/// The process behind all stand-ins for clusters, with an authority and certificates of its own.
final class ClusterHost: Sendable {
    static let shared = Result { try ClusterHost() }

    let port: Int
    /// Where its certificate is for another name.
    let otherPort: Int
    let scratch: Scratch
    private let child: LinkedChild

    private init() throws {
        let scratch = Scratch("clusters")
        try require(run(["bash", "-e", "-c", ClusterHost.certificates], in: scratch.path))
        let script = try scratch.write(clusterScript, to: "server.py")
        (child, port, otherPort) = try onFreePorts(2) { ports in
            let child = try LinkedChild(
                ["python3", "-u", script, scratch.path, String(ports[0]), String(ports[1])],
                scratch: scratch,
                removing: scratch.path
            )
            try child.waitUntilReady { exchange("\r\n\r\n", port: ports[0]) != nil }
            return (child, ports[0], ports[1])
        }
        self.scratch = scratch
    }

    private static let certificates = """
        new="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc"
        for name in ca other; do
            openssl req -x509 $new -keyout $name.key -out $name.pem -subj "/CN=kubernetes-$name" -days 30
        done
        touch index.txt
        printf '[ca]\\ndefault_ca=d\\n[d]\\nnew_certs_dir=.\\ndatabase=index.txt\\nrand_serial=yes\\ndefault_md=sha256\\n' >ca.cnf
        printf 'policy=p\\ncopy_extensions=copy\\nunique_subject=no\\n[p]\\ncommonName=supplied\\n' >>ca.cnf
        issue() { # name, alternatives, end
            openssl req $new -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" -addext "subjectAltName=$2"
            openssl ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key -in "$1.csr" -out "$1.pem" \\
                -startdate 20200101000000Z -enddate "$3"
        }
        issue server DNS:localhost,IP:127.0.0.1 "$(date -u -d '+20 days' +%Y%m%d%H%M%SZ)"
        issue named DNS:kubernetes.test "$(date -u -d '+20 days' +%Y%m%d%H%M%SZ)"
        issue admin DNS:admin.test "$(date -u -d '+20 days' +%Y%m%d%H%M%SZ)"
        issue former DNS:former.test 20200201000000Z
        """
}
