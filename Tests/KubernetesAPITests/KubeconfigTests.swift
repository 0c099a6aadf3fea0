import FoundationEssentials
import Glibc
import HTTP
import KubernetesAPI
import TestSupport
import Testing

@Suite struct KubeconfigTests {
    private let scratch = Scratch("kubeconfig")

    private func access(_ text: String, context: String? = nil) throws -> KubernetesAccess {
        let file = try scratch.write(text, to: "config")
        return try KubernetesAccess.found(.file(file), context: context, environment: [:])
    }

    private func fault(_ text: String, context: String? = nil) throws -> KubeconfigError {
        try #require(throws: KubeconfigError.self) { _ = try access(text, context: context) }
    }

    private func config(cluster: String = "server: https://here:6443", user: String = "token: t0ken") -> String {
        """
        current-context: there
        contexts:
        - {name: there, context: {cluster: main, user: someone, namespace: app}}
        - {name: elsewhere, context: {cluster: mian, user: someone}}
        - {name: nobody, context: {cluster: main, user: someome}}
        clusters:
        - name: main
          cluster:
            \(cluster)
        users:
        - name: someone
          user:
            \(user)
        """
    }

    @Test func `a file that is not there is named`() throws {
        let missing = scratch.file("missing")
        let error = try #require(throws: KubeconfigError.self) {
            _ = try KubernetesAccess.found(.file(missing), environment: ["KUBERNETES_SERVICE_HOST": "10.0.0.1"])
        }
        #expect(error.kind == .noFile(looked: [missing]))
        #expect("\(error)".contains(missing))
    }

    @Test func `a file that is no YAML says where it breaks and nothing of what stands there`() throws {
        let error = try fault("users:\n- name: a\n  user: {token: *s3cret}\n")
        guard case .notYAML = error.kind else { return #expect(Bool(false), "\(error)") }
        #expect(error.line == 3)
        #expect(!printed(error).contains("s3cret"))
    }

    @Test func `what is of the wrong type says where it stands and not what it is`() throws {
        let error = try fault(config(user: "token: [s3cret]"))
        #expect(error.kind == .mismatch(field: "users[0].user.token", expected: "a text"))
        #expect(error.line == 13)
        #expect(!printed(error).contains("s3cret"))
    }

    @Test func `without a current context the ones there are named`() throws {
        let error = try fault(config().replacing("current-context: there\n", with: ""))
        #expect(error.kind == .noCurrentContext(known: ["elsewhere", "nobody", "there"]))
    }

    @Test func `an unknown context, cluster or user is told with the known ones and the place`() throws {
        #expect(
            try fault(config(), context: "tehre").kind
                == .unknownContext("tehre", known: ["elsewhere", "nobody", "there"])
        )
        let cluster = try fault(config(), context: "elsewhere")
        #expect(cluster.kind == .unknownCluster("mian", context: "elsewhere", known: ["main"]))
        #expect(cluster.line == 4)
        let user = try fault(config(), context: "nobody")
        #expect(user.kind == .unknownUser("someome", context: "nobody", known: ["someone"]))
    }

    @Test(arguments: ["server: ftp://here", "server: here:6443", "server: https://", "server: https://me:s3cret@here"])
    func `a server that is no web address is told`(cluster: String) throws {
        #expect(try fault(config(cluster: cluster)).kind == .badServer(cluster: "main"))
    }

    @Test func `a cluster without a server is told`() throws {
        #expect(try fault(config(cluster: "tls-server-name: x")).kind == .noServer(cluster: "main"))
    }

    @Test func `bad base64, no certificate and a missing file are three faults, each with its place`() throws {
        let server = "server: https://here\n    "
        let base64 = try fault(config(cluster: server + "certificate-authority-data: '%%%'"))
        #expect(base64.kind == .badBase64(field: "clusters[0].cluster.certificate-authority-data"))
        #expect(base64.line == 10)
        let other = try fault(config(cluster: server + "certificate-authority-data: aGVsbG8="))
        guard case .badPEM = other.kind else { return #expect(Bool(false), "\(other)") }
        let missing = try fault(config(cluster: server + "certificate-authority: pki/ca.crt"))
        let path = "\(scratch.path)/pki/ca.crt"
        #expect(
            missing.kind
                == .fileUnreadable(field: "clusters[0].cluster.certificate-authority", path: path, errno: ENOENT)
        )
    }

    @Test func `an authority beside insecure-skip-tls-verify is refused, as kubectl does`() throws {
        let standIn = try certificates()
        let cluster =
            "server: https://here\n    insecure-skip-tls-verify: true\n    certificate-authority: \(standIn.file("ca.pem"))"
        #expect(try fault(config(cluster: cluster)).kind == .insecureWithAuthority)
    }

    @Test func `half an identity, and a key of another certificate, are told`() throws {
        let made = try certificates()
        let half = try fault(config(user: "client-certificate: \(made.file("ca.pem"))"))
        #expect(half.kind == .halfIdentity(missing: "users[0].user.client-key"))
        let other = try fault(
            config(user: "client-certificate: \(made.file("ca.pem"))\n    client-key: \(made.file("other.key"))")
        )
        #expect(other.kind == .keyOfAnother)
        let none = try fault(
            config(user: "client-certificate: \(made.file("ca.pem"))\n    client-key: \(made.file("ca.pem"))")
        )
        guard case .badPEM = none.kind else { return #expect(Bool(false), "\(none)") }
    }

    @Test func `an empty token file and an old form of credential are told`() throws {
        try scratch.write(" \n", to: "token")
        let empty = try fault(config(user: "tokenFile: token"))
        #expect(empty.kind == .fileEmpty(field: "users[0].user.tokenFile", path: "\(scratch.path)/token"))
        #expect(
            try fault(config(user: "auth-provider: {name: gcp}")).kind
                == .unsupported(field: "users[0].user.auth-provider")
        )
    }

    @Test func `a token is read whatever YAML would take it for, and never printed`() throws {
        let access = try access(config(user: "token: 1234567890123"))
        guard case .token = access.credential else { return #expect(Bool(false)) }
        #expect(access.namespace == "app")
        #expect(!printed(access).contains("1234567890123"))
        let login = try self.access(config(user: "{username: me, password: s3cret}"))
        #expect(!printed(login).contains("s3cret"))
    }

    @Test func `files of a list are merged, the first word counts, and what is missing is passed over`() throws {
        let first = try scratch.write(
            "contexts:\n- {name: there, context: {cluster: main, user: ''}}\nclusters:\n- {name: main, cluster: {server: 'https://first'}}\n",
            to: "one/config"
        )
        let second = try scratch.write(config(cluster: "server: https://second"), to: "two/config")
        let list = ["KUBECONFIG": "\(first)::\(scratch.file("none")):\(second):\(first)"]
        let merged = try Kubeconfig(.usual, environment: list)
        #expect(merged.files == [first, second])
        #expect(merged.currentContext == "there")
        let access = try merged.access()
        #expect(access.server == "https://first")
        #expect(access.user == nil)
        #expect(merged.contextNames == ["elsewhere", "nobody", "there"])
    }

    @Test func `the usual place is the home folder's, and a pod's way the last`() throws {
        let home = Scratch("home")
        try home.write(config(), to: ".kube/config")
        #expect(try KubernetesAccess.found(environment: ["HOME": home.path]).context == "there")
        let empty = ["HOME": scratch.file("nobody")]
        let error = try #require(throws: KubeconfigError.self) {
            _ = try KubernetesAccess.found(environment: empty)
        }
        #expect(error.kind == .noFile(looked: ["\(scratch.file("nobody"))/.kube/config"]))
    }

    @Test func `a pod finds who it is in its folder, and says what is missing there`() throws {
        let made = try certificates()
        let pod = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "6443"]
        try made.write("tok3n", to: "pod/token")
        let missing = try #require(throws: KubeconfigError.self) {
            _ = try KubernetesAccess.inCluster(environment: pod, folder: made.file("pod"))
        }
        let authority = made.file("pod/ca.crt")
        #expect(missing.kind == .fileUnreadable(field: "ca.crt", path: authority, errno: ENOENT))
        try made.write(try made.read("ca.pem"), to: "pod/ca.crt")
        try made.write("agents\n", to: "pod/namespace")
        let access = try KubernetesAccess.inCluster(environment: pod, folder: made.file("pod"))
        #expect(access.server == "https://[fd00::1]:6443")
        #expect(access.namespace == "agents")
        #expect(access.isInCluster)
    }

    /// `ca.pem` and `other.pem`, each with its key.
    private func certificates() throws -> Scratch {
        let made = Scratch("pem")
        for name in ["ca", "other"] {
            try require(
                run(
                    [
                        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-noenc", "-keyout", "\(name).key", "-out", "\(name).pem", "-subj", "/CN=\(name)",
                    ],
                    in: made.path
                )
            )
        }
        return made
    }
}
