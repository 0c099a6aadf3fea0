import Deadlines
import FoundationEssentials
import JSON
import NATS
import Platform
import TestSupport
import Testing
import Words
import YAML

@testable import Messaging

/// Generous: no test here means to wait so long.
func soon() -> Deadline { .after(.seconds(60)) }

/// Debian's nats-server 2.9, of a time when much was unknown; nil where it is not installed.
let oldServer: String? = {
    let named = ProcessInfo.processInfo.environment["IHCTL_NATS_SERVER_2_9"]
    let places = [named, "/usr/sbin/nats-server", "\(projectRoot)/.ihctl/debian/usr/sbin/nats-server"]
    return places.compactMap(\.self).first { place in
        (try? run([place, "--version"]).output.contains("v2.9.")) == true
    }
}()

/// A messaging section as the platform file would spell it.
func messaging(_ text: String) throws -> Messaging {
    var problems: [Problem] = []
    let setting = Setting(try YAML.parse(Array(text.utf8), file: "platform.yaml").root, problems: &problems)
    var reader = Reader()
    let section = Messaging.read(setting, at: SettingPath(), &reader)
    let complaints = (problems + reader.problems).filter { $0.severity == .error }
    try #require(complaints.isEmpty, "\(complaints)")
    return try #require(section)
}

func resource(_ text: String, _ server: NATSServer, _ credentials: NATSCredentials? = nil) throws -> MessagingResource {
    let options = try NATSOptions(url: server.url, credentials: credentials)
    return MessagingResource(region: "fr-par", messaging: try messaging(text), options: options)
}

func jetStream(_ server: NATSServer, _ credentials: NATSCredentials? = nil) async throws -> JetStream {
    let options = try NATSOptions(url: server.url, credentials: credentials)
    return JetStream(try await NATSConnection.open(options, by: soon()))
}

extension MessagingResource {
    /// Carries out all that can be, in the order that `after` asks for; gives the findings.
    @discardableResult
    func apply(_ survey: Survey) async throws -> [Finding] {
        var findings: [Finding] = []
        var open = survey.changes.filter(\.isFeasible)
        while !open.isEmpty {
            let waiting = Set(open.map(\.address))
            let ready = open.filter { change in
                change.after.allSatisfy { !waiting.contains($0) || $0 == change.address }
            }
            try #require(!ready.isEmpty, "changes wait for one another: \(open.map(\.address))")
            for change in ready { findings += try await carryOut(change, by: soon()) }
            open.removeAll { change in ready.contains(change) }
        }
        return findings
    }

    /// Everything made as declared, and seen to be so without a write.
    func settle() async throws {
        try await apply(try await survey(by: soon()))
        let again = try await survey(by: soon())
        let left = again.changes.map(line)
        #expect(left == [])
    }
}

/// Fields of a change as `path: from -> to`.
func spelled(_ change: Change?) -> [String] {
    (change?.fields ?? []).map { "\($0.path): \($0.from.compact) -> \($0.to.compact)" }
}

/// A change in one line.
func line(_ change: Change) -> String {
    "\(change.kind) \(change.address) \(spelled(change)) \(change.reason ?? "")"
}

/// The error of a call that must fail.
func failure<Value>(_ body: () async throws -> Value) async -> (any Error)? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

func finding(_ error: (any Error)?) -> Finding? { (error as? ResourceFailure)?.finding }

/// Asks again every 20 ms until the answer is yes; fails, naming what never came, after a long while.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    let deadline = soon()
    while !deadline.hasPassed {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("waited in vain: \(what)")
}
