internal import Platform
internal import Words
internal import YAML

// Which images run.
extension Policy {
    static let images: [Policy] = [imageTag, imageDigest, imagePullPolicy, imageRegistry, imageDiffers]

    static let imageTag = Policy(
        "image-tag",
        .error,
        .images,
        ["IMG001"],
        title: "every image has a tag or digest, and the tag is not latest",
        why: """
            latest, which no tag means too, is whatever was pushed last: two pods of one Deployment run different programs, \
            and there is nothing to roll back to.
            """,
        remedy: "Name the version.",
        write: "image: rg.fr-par.scw.cloud/island-hopper/agent:v1.0.0",
        elsewhere: """
            kube-linter latest-tag, kube-score container-image-tag, Polaris tagNotSpecified, checkov CKV_K8S_14
            """,
        .container { container, _, look in
            let image = YAML.excerpt(container.image.text)
            guard container.image.isWellFormed || container.image.text.isEmpty else {
                let message = "\(container.inWords) runs \(image), a name that no registry takes"
                return look.complain(message, at: container.path / "image")
            }
            guard container.image.digest == nil else { return }
            switch container.image.tag {
            case nil where image.isEmpty:
                look.complain("\(container.inWords) has no image", at: container.path / "image")
            case nil, "":
                look.complain("\(container.inWords) runs \(image), which has no tag", at: container.path / "image")
            case "latest": look.complain("\(container.inWords) runs \(image)", at: container.path / "image")
            default: return
            }
        },
    )

    static let imageDigest = Policy(
        "image-digest",
        .warning,
        .images,
        ["IMG002"],
        title: "where people are served, images are named by digest",
        why: "A tag can be pushed anew: what was tested and what runs are the same for certain only by digest.",
        remedy: """
            Write agent.digest: TAG@sha256:… in platform.yaml, for other images kubernetes.ihctl.digest or the digest behind the tag in \
            compose.images; the build prints it, and docker buildx imagetools inspect tells it.
            """,
        write: "image: rg.fr-par.scw.cloud/island-hopper/agent:v1.0.0@sha256:…",
        elsewhere: "checkov CKV_K8S_43",
        ruling: """
            A missing digest is a warning, and only in protected environments; it is an error where the platform demands digests. The tag's \
            version is an error everywhere: without it nobody knows what runs. The digest exists only once the image is built, so that \
            manifests rendered and committed before that cannot hold it.
            """,
        .container { container, _, look in
            guard look.environment.isProtected || look.environment.demandsDigests, !container.image.text.isEmpty else {
                return
            }
            let severity = look.environment.demandsDigests ? .error : look.policy.severity
            let image = YAML.excerpt(container.image.text, limit: 100)
            if container.image.digest == nil {
                look.complain(
                    "\(image) may change under its tag",
                    at: container.path / "image",
                    write: "image: \(image)@sha256:…",
                    as: severity
                )
            } else if !container.image.hasDigest {
                look.complain(
                    "\(image) has no digest that a registry knows",
                    at: container.path / "image",
                    as: severity
                )
            }
        },
    )

    static let imagePullPolicy = Policy(
        "image-pull-policy",
        .warning,
        .images,
        ["IMG003"],
        title: "images are asked for anew, unless a digest names them",
        why: """
            With IfNotPresent a node runs what it once fetched under that tag, and lets every pod use it without asking \
            whether it may.
            """,
        remedy: """
            Set imagePullPolicy to Always: what is there already is not fetched again, the registry is only asked.
            """,
        write: "imagePullPolicy: Always",
        elsewhere: "kube-score container-image-pull-policy, Polaris pullPolicyNotAlways, checkov CKV_K8S_15",
        ruling: """
            checkov takes a digest for enough, kube-score and Polaris want Always in any case. Here a digest is enough, and \
            what ihctl renders says Always, which passes all.
            """,
        .container { container, _, look in
            guard !container.image.hasDigest else { return }
            let policy = container.node["imagePullPolicy"].plain
            guard policy != "Always" else { return }
            // The server's own default for latest and for no tag.
            let isLatest = container.image.tag == nil || container.image.tag == "latest"
            if policy.isEmpty, isLatest { return }
            look.complain(
                "\(container.inWords) may run an old image of that tag",
                at: container.path / "imagePullPolicy"
            )
        },
    )

    static let imageRegistry = Policy(
        "image-registry",
        .error,
        .images,
        ["IMG004"],
        title: "images come from registries that the platform allows",
        why: """
            Anybody can push to a public registry, under names that look like others'; and its limits stop a deployment when \
            it is needed most.
            """,
        remedy: "Copy the image to a registry of your own, or allow that registry in the platform file.",
        write: "image: rg.fr-par.scw.cloud/island-hopper/agent:v1.0.0",
        elsewhere: "kube-linter latest-tag (its allow list)",
        .container { container, _, look in
            let allowed = look.environment.registries
            let name = container.image.fullRepository
            guard !allowed.isEmpty, !container.image.text.isEmpty else { return }
            guard !allowed.contains(where: { name == $0 || name.hasPrefix($0.hasSuffix("/") ? $0 : "\($0)/") }) else {
                return
            }
            look.complain(
                "\(container.inWords) comes from \(YAML.excerpt(String(name.prefix { $0 != "/" }))), which nobody allowed",
                at: container.path / "image"
            )
        },
    )

    static let imageDiffers = Policy(
        "image-differs",
        .warning,
        .images,
        ["IMG005"],
        title: "one image is one version: in all pods, and by digest in all environments",
        why: """
            Where one tag has two digests, somebody tested another program than the one that runs; two tags of one image \
            side by side speak two protocols.
            """,
        remedy: "Name one version for all; where two are meant, allow it by annotation and say why.",
        write: "image: rg.fr-par.scw.cloud/island-hopper/agent:v1.0.0",
        .set { look in
            var first: [String: (image: ImageName, address: String)] = [:]
            var digests: [String: (digest: String, environment: String)] = [:]
            for (environment, objects) in look.input.others.sorted(by: { $0.key < $1.key }) {
                for object in objects {
                    for container in Pod(object)?.containers ?? [] {
                        guard let digest = container.image.digest, let tag = container.image.tag else { continue }
                        digests["\(container.image.fullRepository):\(tag)"] = (digest, environment)
                    }
                }
            }
            for pod in look.set.pods {
                look.object = pod.object
                for container in pod.containers where container.role != .debugging && !container.image.text.isEmpty {
                    let image = container.image
                    let path = container.path / "image"
                    if let tag = image.tag, let digest = image.digest,
                        let other = digests["\(image.fullRepository):\(tag)"], other.digest != digest
                    {
                        look.complain("\(YAML.excerpt(tag)) is another image in \(other.environment)", at: path)
                    }
                    guard let seen = first[image.fullRepository] else {
                        first[image.fullRepository] = (image, look.set.objects[pod.object].address)
                        continue
                    }
                    guard seen.image.tag != image.tag || seen.image.digest != image.digest else { continue }
                    let other = YAML.excerpt(seen.image.tag ?? seen.image.digest ?? "no tag")
                    look.complain("\(seen.address) runs \(other) of the same image", at: path)
                }
            }
        },
    )
}
