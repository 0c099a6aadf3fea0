internal import Words

/// What bootstrap and doctor may find of the object store.
let storageTopics: [Topic] = [
    topic(
        "storage.connect",
        "the object store takes the access key",
        "The way from the endpoint to a store that knows the key: name, connection, TLS, protocol, clock, signature, region. The first thing that does not hold is told; nothing is known of the buckets then, and nothing was changed.",
        whatToDo: [
            "The failure class says what broke: the name, the connection, the certificate. ihctl config show --origin storage tells which endpoint is used.",
            "A web page in the answer means another service on this address: the console's port instead of the API's is the usual one.",
            "auth: an unknown key and a secret of another pair are told apart. clock: signatures hold for a quarter of an hour.",
        ],
        related: ["refused", "dns", "storage.credentials"]
    ),
    topic(
        "storage.credentials",
        "the object store takes the access key",
        "The store does not know the key, its signature is not right, it lacks a permission, or the clocks differ too much for signatures to hold.",
        whatToDo: [
            "Compare storage.access_key and storage.secret_key with the store's console: a key that was rotated is the usual reason.",
            "storage.region is part of the signature: some stores call a wrong region a wrong signature.",
            "Where the evidence tells how far the clock is off, set this machine's clock.",
        ],
        related: ["storage.connect", "storage.bucket.unread"]
    ),
    topic(
        "storage.undeclared",
        "every bucket is declared",
        "The account holds buckets that the platform file does not name. They are neither read nor touched.",
        severity: .note,
        whatToDo: ["Nothing, if they are others'. Declare the bucket under storage.buckets if it is the platform's."],
        related: ["storage.bucket.ignored"]
    ),
    topic(
        "storage.bucket.unsupported",
        "the store has every setting that is declared",
        "The store answers that it does not have the setting (501, 405, NotImplemented), or is known to take it without having it. The bucket's other settings are as declared.",
        severity: .note,
        whatToDo: [
            "Nothing, where the platform can do without: the declaration stays for the stores that have it.",
            "Where it cannot, name the setting in the bucket's required: and use a store that has it; then this is an error.",
        ],
        why: [
            "Stores that speak S3 differ in what they have of it. One platform file serves all of them only if a missing setting is no failure."
        ],
        good: "storage:\n  buckets:\n    reports:\n      versioning: true\n      required: [versioning]",
        related: ["storage.bucket.ineffective"]
    ),
    topic(
        "storage.bucket.ineffective",
        "the store does what it takes",
        "The store took the setting without complaint, and reading it back shows something else. The evidence tells what it shows.",
        severity: .warning,
        whatToDo: [
            "Look into the store's manual: some take a setting and keep only the part that they know.",
            "Where the store is right, declare what it shows, or leave the setting alone with ignore:.",
        ],
        related: ["storage.bucket.unsupported", "storage.bucket.ignored"]
    ),
    topic(
        "storage.bucket.ignored",
        "every declared setting is compared",
        "The bucket's ignore: names settings that are declared: they are neither compared nor written.",
        severity: .note,
        whatToDo: ["Take the name out of ignore: when the setting is to be looked after again."],
        related: ["storage.bucket.ineffective"]
    ),
    topic(
        "storage.bucket.unread",
        "every declared setting can be read",
        "One setting of the bucket could not be read, so nobody knows whether it is as declared. The others were compared.",
        whatToDo: [
            "permission: the key needs the right to read this setting (s3:GetBucketCORS and its like), not only the objects.",
            "wrong_region: the bucket stands elsewhere than storage.region; declare its location, or give this region's endpoint.",
        ],
        related: ["storage.credentials", "storage.bucket.failed"]
    ),
    topic(
        "storage.bucket.failed",
        "every change of a bucket goes through",
        "The store refused a change of the bucket. What else was to be changed is changed, and the next run takes up what is left.",
        whatToDo: [
            "The evidence holds the store's own words. permission: the key needs the right to write this setting.",
            "A bucket that cannot be emptied holds objects under a lock or a legal hold: they stay until it ends.",
        ],
        related: ["storage.bucket.unread", "storage.bucket.taken"]
    ),
    topic(
        "storage.bucket.taken",
        "the bucket's name is free or ours",
        "The bucket was to be made, and its name belongs to somebody else.",
        whatToDo: [
            "Choose another name: all accounts of a store, of some stores even all regions, share one set of names."
        ],
        related: ["storage.bucket.failed"]
    ),
]
