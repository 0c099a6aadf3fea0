internal import Cryptography
internal import FoundationEssentials
internal import JSON

/// What an exec plugin answers with.
struct ExecCredential: Sendable {
    var token: BearerToken?
    var identity: ClientIdentity?
    /// Never asked again before; nil for as long as this process lives.
    var expires: Date?

    init(_ output: [UInt8], of plugin: ExecPlugin) throws(ExecFailure) {
        let answer: JSON
        do throws(JSONError) {
            answer = try JSON(parsing: output)
        } catch {
            throw ExecFailure(.badAnswer(reason: output.isEmpty ? "it printed nothing" : "it is no JSON"), of: plugin)
        }
        guard answer["kind"].string == "ExecCredential" else {
            throw ExecFailure(.badAnswer(reason: "its kind is another"), of: plugin)
        }
        let form = answer["apiVersion"].string ?? ""
        guard form == plugin.form.rawValue else {
            let known = ExecPlugin.Form(rawValue: form) != nil || form.hasPrefix("client.authentication.k8s.io/")
            throw ExecFailure(.otherForm(known ? form : "unknown"), of: plugin)
        }
        let status = answer["status"]
        if let token = status["token"].string, !token.isEmpty { self.token = BearerToken(token) }
        if let certificate = status["clientCertificateData"].string, let key = status["clientKeyData"].string {
            do throws(CryptographyError) {
                identity = try ClientIdentity(certificate: certificate, key: key)
            } catch {
                throw ExecFailure(.badAnswer(reason: "its certificate or key cannot be read"), of: plugin)
            }
            if identity == nil {
                throw ExecFailure(.badAnswer(reason: "its key does not belong to its certificate"), of: plugin)
            }
        }
        guard token != nil || identity != nil else { throw ExecFailure(.noCredential, of: plugin) }
        if let text = status["expirationTimestamp"].string {
            guard let date = Date(kubernetes: text) else {
                throw ExecFailure(.badAnswer(reason: "its expirationTimestamp is no time"), of: plugin)
            }
            expires = date
        }
    }

    func holds(at date: Date) -> Bool { expires.map { $0 > date } ?? true }
}
