internal import Words

/// What may be wrong with a Kubernetes object by its schema, before any cluster sees it.
let schemaTopics: [Topic] = [
    schemaTopic(
        "schema.unknown-version",
        "the cluster is of a version whose fields are known",
        "The platform file names a Kubernetes that this ihctl does not know field by field: older than the oldest it carries, or newer than the newest.",
        why: [
            "Objects are judged by the nearest version that is known, which is right but for fields that came or went between the two."
        ],
        whatToDo: [
            "Correct kubernetes.version if it is a slip.",
            "A newer cluster: take a newer ihctl, or give its schemas with --schemas.",
        ],
        good: "kubernetes:\n  version: \"1.30\"",
        related: ["schema.unknown-field"]
    ),
    schemaTopic(
        "schema.unknown-field",
        "every field is one that the kind has",
        "The object has a field that its kind does not have in the cluster's version: a slip of the pen, a field one level too high or too low, or one of a newer Kubernetes.",
        why: [
            "The API server drops unknown fields or refuses the object, as it is asked to. Dropped ones are the worse: a misspelt livenessProbe is no probe."
        ],
        whatToDo: [
            "Look at the hint: it names the nearest field, or the versions of Kubernetes that have this one.",
            "kubernetes.version in the platform file says what the cluster has; raise it there when the cluster was upgraded.",
        ],
        bad: "containers:\n- name: agent\n  imagePulPolicy: Always",
        good: "containers:\n- name: agent\n  imagePullPolicy: Always",
        related: ["schema.wrong-type", "schema.missing-field"]
    ),
    schemaTopic(
        "schema.wrong-type",
        "every value is of the type its field takes",
        "A text stands where a number belongs, a map where a list belongs, or nothing (null) as an item of a list or a value of a map.",
        why: [
            "Kubernetes converts nothing: \"3\" is no number and 8080 is no text. A field that is null counts as left out; an item or a map's value that is null is most often a value that a template did not get."
        ],
        whatToDo: [
            "Take the quotes away from numbers and from true and false; put them round texts that look like numbers, as the values of environment variables do."
        ],
        bad: "env:\n- name: PORT\n  value: 8080",
        good: "env:\n- name: PORT\n  value: \"8080\"",
        related: ["schema.unknown-field", "schema.bad-value"]
    ),
    schemaTopic(
        "schema.missing-field",
        "every field is there that must be",
        "A field that the kind requires is left out or null.",
        whatToDo: ["Add it, or take away what it belongs to: the path tells where it should stand."],
        bad: "containers:\n- image: agent:1.4",
        good: "containers:\n- name: agent\n  image: agent:1.4",
        related: ["schema.unknown-field"]
    ),
    schemaTopic(
        "schema.bad-value",
        "every value is one that its field takes",
        "The type is right and the value is not: a word that is none of those allowed, a number out of bounds, a quantity, time or base64 that cannot be read, or two fields that exclude each other.",
        whatToDo: ["Write one of the values that the message names; the nearest one is the hint."],
        bad: "imagePullPolicy: Allways",
        good: "imagePullPolicy: Always",
        related: ["schema.wrong-type"]
    ),
    schemaTopic(
        "schema.unknown-kind",
        "every object is of a kind that is known",
        "Nothing is known of this apiVersion and kind, or the cluster's version does not have it yet. What cannot be checked does not pass unseen.",
        why: ["A misspelt kind would otherwise be the one object that nobody looked at."],
        whatToDo: [
            "Look at the hint: it names the apiVersion that has the kind, or the nearest kind.",
            "If it is a kind of an operator, give its JSON schema in a folder with --schemas (<group>/<kind>_<version>.json), or name the kind among those that need none.",
        ],
        good: "ihctl render k8s --env staging --schemas schemas/",
        related: ["schema.removed-api", "schema.unusable-schema"]
    ),
    schemaTopic(
        "schema.removed-api",
        "no object is of an apiVersion that the cluster no longer has",
        "The cluster's version has taken this apiVersion of the kind away: applying the object fails.",
        whatToDo: [
            "Write the apiVersion that the hint names, and look at the fields: some changed their names with it."
        ],
        bad: "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget",
        good: "apiVersion: policy/v1\nkind: PodDisruptionBudget",
        related: ["schema.deprecated-api", "schema.unknown-kind"]
    ),
    schemaTopic(
        "schema.deprecated-api",
        "no object is of an apiVersion that is about to go",
        "The cluster still takes this apiVersion of the kind, and a later Kubernetes will not.",
        severity: .warning,
        whatToDo: ["Write the apiVersion that the hint names before the cluster is upgraded."],
        good: "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler",
        related: ["schema.removed-api"]
    ),
    schemaTopic(
        "schema.unusable-schema",
        "a schema that was given can be used",
        "A JSON schema of the folder that --schemas names cannot be read, says what ihctl does not understand, leads back to itself or is too large; or an object and its schema together would take too long to check.",
        whatToDo: [
            "The message names the file and the place in it. References must stay within the file, and lead to what is deeper in the object, or end.",
            "Keywords that judge and are not understood (if, dependentSchemas, propertyNames and such) are refused and not passed over. Schemas made from CustomResourceDefinitions have none of them.",
        ],
        good: "schemas/cert-manager.io/certificate_v1.json",
        related: ["schema.unknown-kind"]
    ),
]

private func schemaTopic(
    _ id: String,
    _ title: String,
    _ summary: String,
    severity: Finding.Severity = .error,
    why: [String] = [],
    whatToDo: [String],
    bad: String? = nil,
    good: String,
    related: [String],
) -> Topic {
    Topic(
        id,
        .policy,
        severity: severity,
        title: title,
        summary: summary,
        why: why,
        whatToDo: whatToDo,
        examples: (bad.map { [.bad($0)] } ?? []) + [.good(good)],
        related: related
    )
}
