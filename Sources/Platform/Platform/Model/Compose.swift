/// The stacks for Docker Compose.
package struct Compose: Section {
    package enum Stack: String, Choice { case development, production }

    package var stack = Stack.development
    package var images = Named<String>()
    package var agents = 1
    package var resources = Resources()
    package var restart = Restart()
    package var update = Update()
    package var internalNetworks: [String] = []
    package var networks: [String] = []
    package var loadBalancer: String?
    package var host: String?
    package var secretsAsFiles = false

    package init() {}

    package static let summary = "A stack for Docker Compose."

    package static let fields: [Field<Compose>] = [
        field("stack", \.stack, "For one's own machine, or to serve."),
        field("images", \.images, "The image of each service, with its tag."),
        field("agents", \.agents, "Agents behind the load balancer.", .atLeast(1)),
        field("resources", \.resources, "What each agent may use."),
        field("restart", \.restart, "What happens when a service fails."),
        field("update", \.update, "How a new version comes in."),
        field("networks", \.networks, "The networks."),
        field("internal_networks", \.internalNetworks, "Those with no way out."),
        field("load_balancer", \.loadBalancer, "The service in front."),
        field("host", \.host, "The public host name, where no ingress has one.", .notEmpty),
        field("secrets_as_files", \.secretsAsFiles, "Secrets come as files (NAME_FILE), not as variables."),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        if let loadBalancer, images[loadBalancer] == nil {
            let place = path / "load_balancer"
            let origin = setting.origin(of: "load_balancer")
            reader.refuse(place, origin, unknown: "image for", loadBalancer, among: images.names)
        }
        for (name, image) in images.items {
            reader.demandPinned(image, name, at: path / "images", in: setting.at(SettingPath(["images"])) ?? setting)
        }
        for (index, network) in internalNetworks.enumerated() where !networks.contains(network) {
            let step = SettingPath(["internal_networks", String(index)])
            let origin = setting.at(step)?.origin ?? setting.origin
            reader.refuse(path + step, origin, unknown: "network", network, among: networks)
        }
    }

    package struct Restart: Section {
        package var delay = Period(seconds: 5)
        package var tries = 3
        package var window = Period(seconds: 120)

        package init() {}

        package static let summary = "What happens when a service fails."

        package static let fields: [Field<Restart>] = [
            field("delay", \.delay, "Before it starts again."),
            field("tries", \.tries, "Starts within the window.", .atLeast(0)),
            field("window", \.window, "The time tries are counted in.", .positive),
        ]
    }

    package struct Update: Section {
        package enum Order: String, Choice {
            case startFirst = "start-first"
            case stopFirst = "stop-first"
        }

        package var atOnce = 1
        package var delay = Period(seconds: 30)
        package var order = Order.startFirst
        package var rollBackOnFailure = true

        package init() {}

        package static let summary = "How a new version comes in."

        package static let fields: [Field<Update>] = [
            field("at_once", \.atOnce, "Services replaced together.", .atLeast(1)),
            field("delay", \.delay, "Between two."),
            field("order", \.order, "The new one first, or the old one's end."),
            field("roll_back_on_failure", \.rollBackOnFailure, "The old one comes back."),
        ]
    }
}
