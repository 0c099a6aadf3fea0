import TestSupport

// The platform file has object stores of its own, those of JetStream.
typealias SeaweedFS = ObjectStore
