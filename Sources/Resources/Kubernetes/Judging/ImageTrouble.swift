internal import KubernetesAPI
internal import Words

/// Why an image does not come.
///
/// The kubelet has one reason for all causes and puts the container runtime's words behind it: there is no code to go by, so this is the one
/// place where words are read, and what they do not tell stays untold.
struct ImageTrouble: Hashable {
    var image: String
    var failureClass: FailureClass
    var message: String

    static let reasons: Set<String> = [
        "ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable",
        "ImageInspectError", "ErrImagePullBackOff",
    ]

    init(image: String, reason: String, words: String) {
        self.image = image
        let words = words.lowercased()
        func says(_ marks: String...) -> Bool { marks.contains { words.contains($0) } }
        let (found, told): (FailureClass, String) =
            if reason == "InvalidImageName" {
                (.config, "the name is none that an image can have")
            } else if reason == "ErrImageNeverPull" {
                (.missing, "the node does not have it and may not pull it")
            } else if says("toomanyrequests", "too many requests") {
                (.rateLimited, "the registry lets no more pulls through for now")
            } else if says("no match for platform", "no matching manifest", "exec format") {
                (.unsupported, "it is not made for the nodes' processors")
            } else if says(
                "unauthorized",
                "forbidden",
                "denied",
                "authentication required",
                "no basic auth",
                "insufficient_scope"
            ) {
                (.auth, "the registry does not let the cluster pull it")
            } else if says("manifest unknown", "not found", "name unknown", "repository does not exist") {
                (.missing, "the registry does not have it")
            } else if says("no such host", "server misbehaving") {
                (.dns, "the nodes do not find the registry's name")
            } else if says("x509", "certificate") {
                (.tlsUntrusted, "the nodes do not believe the registry's certificate")
            } else if says("connection refused") {
                (.refused, "nothing listens at the registry's address")
            } else if says("i/o timeout", "deadline exceeded", "timeout") {
                (.connectTimeout, "the registry does not answer the nodes")
            } else if says("no space left") {
                (.capacity, "the node's disk is full")
            } else {
                (.stuck, "it cannot be pulled")
            }
        (failureClass, message) = (found, told)
    }
}
