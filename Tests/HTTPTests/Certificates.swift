internal import TestSupport

/// Certificates of every sort, made by the `openssl` program, as files in the server's folder.
struct Certificates: Sendable {
    /// The authority that the tests trust.
    let authority: String
    /// A client's, by that authority.
    let client: String
    let clientKey: String

    init(in scratch: Scratch) throws {
        let made = try run(["bash", "-e", "-c", Certificates.script], in: scratch.path)
        try require(made)
        authority = scratch.file("ca.pem")
        client = scratch.file("client.pem")
        clientKey = scratch.file("client.key")
    }

    private static let script = """
        new="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc"
        openssl req -x509 $new -keyout ca.key -out ca.pem -subj "/CN=Test Authority" -days 30
        openssl req -x509 $new -keyout other.key -out other.pem -subj "/CN=Other Authority" -days 30
        openssl req -x509 $new -keyout selfSigned.key -out selfSigned.pem -subj "/CN=localhost" -days 30 \\
            -addext "subjectAltName=DNS:localhost"
        touch index.txt
        printf '[ca]\\ndefault_ca=d\\n[d]\\nnew_certs_dir=.\\ndatabase=index.txt\\nrand_serial=yes\\ndefault_md=sha256\\n' >ca.cnf
        printf 'policy=p\\ncopy_extensions=copy\\nunique_subject=no\\n[p]\\ncommonName=supplied\\n' >>ca.cnf
        issue() { # name, names, start, end, authority
            openssl req $new -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" -addext "subjectAltName=$2"
            openssl ca -batch -notext -config ca.cnf -cert "$5.pem" -keyfile "$5.key" -in "$1.csr" -out "$1.pem" \\
                -startdate "$3" -enddate "$4"
        }
        now=$(date -u -d yesterday +%Y%m%d%H%M%SZ); later=$(date -u -d '+20 days' +%Y%m%d%H%M%SZ)
        issue good DNS:localhost,IP:127.0.0.1 $now $later ca
        issue wrongName DNS:other.test,DNS:*.wild.test,IP:10.1.2.3 $now $later ca
        issue expired DNS:localhost 20200101000000Z 20200201000000Z ca
        issue notYetValid DNS:localhost 20900101000000Z 20910101000000Z ca
        issue unknownAuthority DNS:localhost $now $later other
        issue client DNS:client.test $now $later ca
        """
}
