internal import Words

/// Complaints in the order they come, of each policy and severity no more than anybody reads, and how many more there were.
struct Tally {
    private struct Sort: Hashable {
        var turn: Int
        var severity: Finding.Severity
        var isAllowed: Bool
    }

    /// Of one policy and one severity.
    let most: Int
    private(set) var complaints: [Look.Complaint] = []
    private var counts: [Sort: Int] = [:]

    init(most: Int) {
        self.most = most
    }

    mutating func add(_ complaint: Look.Complaint) {
        let sort = Sort(
            turn: complaint.turn,
            severity: complaint.severity,
            isAllowed: complaint.allowedBecause != nil
        )
        counts[sort, default: 0] += 1
        if counts[sort, default: 0] <= most { complaints.append(complaint) }
    }

    /// How many that count were left out, by policy's turn and severity.
    var untold: [(turn: Int, severity: Finding.Severity, count: Int)] {
        counts.filter { !$0.key.isAllowed && $0.value > most }
            .map { ($0.key.turn, $0.key.severity, $0.value - most) }
            .sorted { ($0.turn, $0.severity.rank) < ($1.turn, $1.severity.rank) }
    }
}
