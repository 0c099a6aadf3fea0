internal import JSON
internal import NATS

extension Comparison {
    init(_ desired: DesiredConsumer, _ info: ConsumerInfo?, _ server: ServerFacts) {
        self.init(desired, desired.declared, with: info?.configuration.json, .consumer, server)
        // An older server takes several filters without a word and delivers everything.
        if let filters = desired.filters, filters.count > 1, !server.isAtLeast(Release(2, 10)) {
            update { difference in
                if difference.field.key == "filter_subjects" {
                    difference.obstacle = "servers before 2.10 know one filter, and would deliver everything"
                }
            }
        }
    }
}
