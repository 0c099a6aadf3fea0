internal import Deadlines
package import FoundationEssentials
internal import Subprocesses

/// How a service is, at this moment.
package struct ServiceStatus: Sendable {
    package enum Health: Sendable, Hashable {
        case healthy
        /// It runs and does not answer as it should.
        case unhealthy(reason: String)
        /// It was started and has ended without `dev down`.
        case died
        case stopped

        package var word: String {
            switch self {
            case .healthy: "healthy"
            case .unhealthy: "unhealthy"
            case .died: "died"
            case .stopped: "stopped"
            }
        }
    }

    package let name: ServiceName
    package let endpoint: String
    package let health: Health
    package let pid: Int32?
    package let version: String?
    package let startedAt: Date?
    package let logFile: String
    package let answeredIn: Duration?

    init(of service: any StackService, in state: StackState, limit: Duration) async {
        name = service.name
        endpoint = service.endpoint
        logFile = ".ihctl/dev/logs/\(service.name.rawValue).log"
        let running = state.running(service.name)
        guard let running, running.isAlive else {
            health = running == nil ? .stopped : .died
            (pid, version, startedAt, answeredIn) = (nil, nil, nil, nil)
            return
        }
        pid = running.process.pid
        startedAt = running.startedAt
        let began = ContinuousClock.now
        do {
            version = try await service.probe(by: .after(limit))
            answeredIn = ContinuousClock.now - began
            health = .healthy
        } catch {
            (version, answeredIn) = (nil, nil)
            health = .unhealthy(reason: LocalStack.reason(of: error))
        }
    }
}
