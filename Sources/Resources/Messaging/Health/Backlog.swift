internal import FoundationEssentials
internal import JSON
internal import NATS
internal import Words

/// What waits for a consumer's workers, and what that means: a pure function of what the server says.
struct Backlog {
    enum Fault: Sendable, Hashable {
        /// Messages wait, nobody asks for any and nobody has one.
        case noWorker
        /// All that may be out are out, and none comes back.
        case stuck
        /// All that may be out are out, and some come back.
        case noSlot
        /// Some are out, and nobody asks for more.
        case busy
        /// Workers are there, and too slow.
        case slow
        /// The stream will drop them unread.
        case dying
        /// Somebody paused it: workers get nothing.
        case paused
    }

    let info: ConsumerInfo
    /// Of the oldest message that has not been delivered.
    let age: Duration?
    let patience: Duration
    let tooLong: Duration
    /// Messages that may be out at once; nil where any number may.
    let slots: Int?
    /// The age at which the stream drops a message.
    let lifetime: Duration?
    private let lifeShare: Double

    init(_ info: ConsumerInfo, age: Duration?, stream: StreamInfo?, _ limits: HealthLimits) {
        self.info = info
        self.age = age
        patience = max(info.configuration.ackWait ?? .seconds(30), limits.patience)
        tooLong = patience * limits.backlog
        slots = info.configuration.maxAckPending.flatMap { $0 > 0 ? $0 : nil }
        lifetime = stream?.configuration.maxAge.flatMap { $0 > .zero ? $0 : nil }
        lifeShare = limits.ageCritical / 100
    }

    var fault: Fault? {
        if info.isPaused { return .paused }
        if let slots, info.ackPending >= slots {
            let quiet = [sinceAcknowledgement, sinceDelivery].compactMap(\.self).min() ?? .zero
            return quiet > patience ? .stuck : info.pending > 0 ? .noSlot : nil
        }
        guard let age, age > patience else { return nil }
        if let lifetime, age > lifetime * lifeShare { return .dying }
        let isQuiet = sinceDelivery.map { $0 > patience } ?? true
        if !hasWorker, isQuiet { return info.ackPending == 0 ? .noWorker : .busy }
        return age > tooLong ? .slow : nil
    }

    /// When it goes on by itself, by the server's clock.
    var pauseEnd: String? {
        if let end = Backlog.moment(info.json["config"]["pause_until"]) { return end.formatted(.iso8601) }
        guard let now = Backlog.moment(info.json["ts"]), let left = info.json["pause_remaining"].nanoseconds else {
            return nil
        }
        return now.addingTimeInterval(left / .seconds(1)).formatted(.iso8601)
    }

    /// Somebody waits for a message now.
    private var hasWorker: Bool {
        info.configuration.isPull ? info.waiting > 0 : info.json["push_bound"].boolean ?? false
    }

    var sinceDelivery: Duration? { since(info.json["delivered"]["last_active"]) }
    var sinceAcknowledgement: Duration? { since(info.json["ack_floor"]["last_active"]) }

    private func since(_ value: JSON) -> Duration? {
        guard let now = Backlog.moment(info.json["ts"]), let then = Backlog.moment(value) else { return nil }
        return .seconds(max(0, now.timeIntervalSince(then)))
    }

    /// To the second; nil for the beginning of time, which stands for never.
    static func moment(_ value: JSON) -> Date? {
        guard let text = value.string, !text.hasPrefix("0001-") else { return nil }
        let whole = normalisedMoment(text).prefix { $0 != "." && $0 != "Z" }
        return try? Date("\(whole)Z", strategy: .iso8601)
    }
}

extension Backlog.Fault {
    var severity: Finding.Severity {
        switch self {
        case .noWorker, .stuck, .dying, .paused: .error
        case .noSlot, .busy, .slow: .warning
        }
    }

    var failureClass: FailureClass {
        switch self {
        case .noWorker, .stuck, .paused: .stuck
        case .noSlot, .busy, .slow, .dying: .lag
        }
    }

    func message(of name: String, _ backlog: Backlog) -> String {
        let waiting = "\(counted(backlog.info.pending, "message")) \(backlog.info.pending == 1 ? "waits" : "wait")"
        let age = backlog.age.map { ", the oldest for \($0.readable)" } ?? ""
        switch self {
        case .noWorker: return "\(waiting) for consumer \(name)\(age), and no worker asks for any."
        case .stuck:
            return
                "The workers of consumer \(name) have all \(backlog.slots ?? 0) messages they may have and finish none."
        case .noSlot:
            return
                "The workers of consumer \(name) have all \(backlog.slots ?? 0) messages they may have, and \(waiting)."
        case .busy: return "\(waiting) for consumer \(name)\(age), and its workers ask for no more."
        case .slow: return "\(waiting) for consumer \(name)\(age): its workers do not keep up."
        case .dying:
            return
                "\(waiting) for consumer \(name)\(age), and the stream drops them after \(backlog.lifetime?.readable ?? "a while")."
        case .paused:
            let end = backlog.pauseEnd.map { " until \($0)" } ?? ""
            return "Consumer \(name) is paused\(end): its workers get nothing, and \(waiting)."
        }
    }

    var hint: String {
        switch self {
        case .noWorker: "Start the agent that reads it."
        case .stuck: "Its workers hang or died with their messages: look at them, and start them again."
        case .noSlot: "Give it more workers, or let them have more at once (max_pending)."
        case .busy: "Its workers are busy, or died with their messages: look at them."
        case .slow: "Give it more workers, or look at what makes them slow."
        case .dying: "Give it workers now, or a longer max_age to the stream: what is dropped was never read."
        case .paused: "Somebody paused it, and it goes on at the time it was given. Let it go on now, or wait."
        }
    }
}
