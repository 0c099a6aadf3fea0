/// Roles, API keys and tokens.
package struct Access: Section {
    package var roles = Named<Role>()
    package var apiKeys = APIKeys()
    package var tokenLifetime = Period(seconds: 3_600)

    package init() {}

    package static let summary = "Roles, API keys and tokens."

    package static let fields: [Field<Access>] = [
        field("roles", \.roles, "What each role may do."),
        field("api_keys", \.apiKeys, "The agent's own API keys."),
        field("token_lifetime", \.tokenLifetime, "How long an HS256 token holds.", .positive),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        for (name, role) in roles.items {
            for (index, permission) in role.may.enumerated() where !apiKeys.permissions.contains(permission) {
                let step = SettingPath(["roles", name, "may", String(index)])
                let origin = setting.at(step)?.origin ?? setting.origin
                reader.refuse(path + step, origin, unknown: "permission", permission, among: apiKeys.permissions)
            }
        }
    }

    package struct Role: Section {
        package var may: [String] = []

        package init() {}

        package static let summary = "What a role may do."

        package static let fields: [Field<Role>] =
            [field("may", \.may, "Its permissions.", required: true)]
    }

    package struct APIKeys: Section {
        package var prefix = "ak_"
        package var lifetime = Period(seconds: 30 * 86_400)
        package var requestsPerHour = 100
        package var permissions: [String] = ["chat", "health", "admin"]

        package init() {}

        package static let summary = "The agent's own API keys."

        package static let fields: [Field<APIKeys>] = [
            field("prefix", \.prefix, "How one begins."),
            field("lifetime", \.lifetime, "How long one holds."),
            field("requests_per_hour", \.requestsPerHour, "Allowed with one.", .atLeast(1)),
            field("permissions", \.permissions, "What a key may be given."),
        ]
    }
}
