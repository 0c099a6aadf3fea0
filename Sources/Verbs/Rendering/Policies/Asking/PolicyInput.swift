/// What is judged, and by what measure.
package struct PolicyInput: Sendable {
    package var objects: [PolicyObject]
    /// The same objects as they were last committed: what the server would refuse to change is told from these.
    package var committed: [PolicyObject]
    /// What other environments render, by their names.
    package var others: [String: [PolicyObject]]
    package var environment: PolicyEnvironment
    package var today: Day

    package init(
        objects: [PolicyObject],
        committed: [PolicyObject] = [],
        others: [String: [PolicyObject]] = [:],
        environment: PolicyEnvironment = PolicyEnvironment(),
        today: Day,
    ) {
        self.objects = objects
        self.committed = committed
        self.others = others
        self.environment = environment
        self.today = today
    }
}

/// What the platform says of the environment that policies are asked in.
package struct PolicyEnvironment: Sendable {
    /// Empty where nobody chose one.
    package var name: String
    /// Serves people: asks for more replicas and for images by digest.
    package var isProtected: Bool
    /// Whether an image without a digest is an error here and not a warning.
    package var demandsDigests: Bool
    /// Beginnings of image names: `rg.fr-par.scw.cloud/island-hopper`; empty allows all.
    package var registries: [String]
    /// More than an autoscaler may ever ask for.
    package var highestReplicas: Int
    /// What stands in the cluster without being rendered here.
    package var declared: Set<DeclaredObject>
    /// Services that may be reached from outside without an ingress, by name.
    package var exposedServices: Set<String>
    /// Workloads, by name, that may run as they are told to without spread over nodes.
    package var unspread: Set<String>
    /// The 30 of the oldest Kubernetes that is to take the objects, `1.30`; nil where nobody said.
    package var kubernetesMinor: Int?
    /// Where the mesh's ingress gateway runs; nil where nobody said.
    package var gatewayNamespace: String?
    /// What examples call things, and what they are called here; the first that fits a place counts.
    package var names: [Renaming]
    /// Whether notes are wanted too.
    package var isStrict: Bool

    package init(
        name: String = "",
        isProtected: Bool = false,
        demandsDigests: Bool = false,
        registries: [String] = [],
        highestReplicas: Int = 100,
        declared: Set<DeclaredObject> = [],
        exposedServices: Set<String> = [],
        unspread: Set<String> = [],
        kubernetesMinor: Int? = nil,
        gatewayNamespace: String? = nil,
        names: [Renaming] = Renaming.neutral,
        isStrict: Bool = false,
    ) {
        self.name = name
        self.isProtected = isProtected
        self.demandsDigests = demandsDigests
        self.registries = registries
        self.highestReplicas = highestReplicas
        self.declared = declared
        self.exposedServices = exposedServices
        self.unspread = unspread
        self.kubernetesMinor = kubernetesMinor
        self.gatewayNamespace = gatewayNamespace
        self.names = names
        self.isStrict = isStrict
    }

    /// Whether the cluster is said to hold it.
    func declares(_ kind: String, _ name: String, in namespace: String) -> Bool {
        declared.contains(DeclaredObject(kind, name))
            || declared.contains(DeclaredObject(kind, name, namespace: namespace))
    }
}

/// Something the cluster holds that nobody renders here: a secret kept elsewhere, a store, a namespace.
package struct DeclaredObject: Sendable, Hashable {
    package var kind: String
    package var name: String
    /// Any where nil.
    package var namespace: String?

    package init(_ kind: String, _ name: String, namespace: String? = nil) {
        self.kind = kind
        self.name = name
        self.namespace = namespace
    }
}
