package import Platform

// The platform file and the store use the same words for different things: here the file's get names of their own.
package typealias DeclaredStorage = Storage
package typealias DeclaredBucket = Bucket
typealias DeclaredRule = LifecycleRule
typealias DeclaredCORSRule = CORSRule
typealias DeclaredLock = ObjectLock
typealias DeclaredReplication = Replication
