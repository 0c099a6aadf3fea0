internal import Words

/// What doctor asks of each bucket.
let storageCheckTopics: [Topic] = [
    topic(
        "storage.bucket",
        "the bucket is there",
        "A listing of one key. It comes before every probe that writes: some stores make a bucket when something is written into it.",
        whatToDo: [
            "missing: ihctl bootstrap makes it, if the name is right.",
            "permission: without the right to list, a store says the same for a bucket that is missing and for one of somebody else's.",
            "config: it stands in another region; the finding says in which where the store does.",
        ],
        related: ["storage.connect", "storage.bucket.permissions"]
    ),
    topic(
        "storage.bucket.settings",
        "the bucket is set as declared",
        "Every setting that the platform file declares of the bucket is read and compared, one request each; each that differs is a finding of its own. Where no lifecycle is declared, a rule of the store that deletes objects is told.",
        whatToDo: [
            "ihctl bootstrap --plan shows what it would write; ihctl bootstrap writes it.",
            "Objects are deleted and the platform file does not say so: declare the rule where it is meant so; lifecycle: [] takes every rule away.",
            "A setting that the store does not have is a note, and a fault where the bucket's required: names it.",
        ],
        good: "ihctl bootstrap --plan --only fr-par/storage",
        related: ["storage.bucket.unsupported", "storage.bucket.ignored", "drift"]
    ),
    topic(
        "storage.bucket.permissions",
        "the key may do what the platform needs",
        "Listing, getting, putting, deleting and uploading in parts, each tried on an object of ihctl's own. Only what the store's role needs is a fault.",
        whatToDo: [
            "Give the key the rights that the finding names, on the bucket and on its objects.",
            "A key that may only read is right for a reader: give this platform the one that writes.",
        ],
        related: ["storage.bucket.roundtrip", "permission"]
    ),
    topic(
        "storage.bucket.public",
        "strangers see nothing of the bucket",
        "A listing and a reading of one byte without any key; where the bucket is empty, its policy.",
        whatToDo: [
            "Take away the policy or the access list that allows everybody.",
            "A store without any identities is open to all: give it some.",
            "Where it is meant so, declare the policy in the platform file: then it is as it should be.",
        ],
        related: ["storage.bucket.permissions", "exposed"]
    ),
    topic(
        "storage.bucket.uploads",
        "no upload was left half done",
        "Uploads in parts that began more than a day ago, or a day longer ago than the declared rule would end them.",
        severity: .warning,
        whatToDo: [
            "Declare a lifecycle rule with abort_uploads_after: 7d, and let ihctl bootstrap write it.",
            "Abort the old ones: the finding has the command for the oldest.",
        ],
        why: ["Parts take room and cost money, and no listing of objects shows them."],
        related: ["storage.bucket.settings", "stuck"]
    ),
    topic(
        "storage.bucket.roundtrip",
        "an object comes back as it was written",
        "1 KiB of chance under ihctl-doctor/ is put, read, compared by its SHA-256, looked at and deleted, with every version of it. It goes also where reading fails or somebody stops the run; what killed runs left there more than an hour ago is taken away, a hundred at most.",
        whatToDo: [
            "Metadata fine, data path down: the bucket lists, and what holds the bytes is gone. For SeaweedFS look at the volume servers and their disks.",
            "corrupt: read past every cache and proxy, and compare.",
            "A bucket whose objects are locked against deletion is left out: the probe would stay.",
        ],
        why: ["A store answers its health page and lists its buckets while not one object can be read."],
        related: ["storage.bucket.permissions", "no_reply", "corrupt"]
    ),
]
