internal import AgentEndpoint
internal import Cache
internal import Certificates
internal import Configuration
internal import DatabaseHealth
internal import Journey
internal import Kubernetes
internal import Machine
internal import Messaging
internal import Providers
internal import RegionHealth
internal import Scaleway
internal import Storage
internal import Telemetry
internal import Words

/// Every check there is: the one place where the catalogues of the nouns come together.
enum CheckCatalogue {
    static let all: [CheckKind] = [
        ConfigurationChecks.all, MachineChecks.all, ProvidersChecks.all, DatabaseChecks.all, MessagingChecks.all,
        StorageChecks.all, CacheChecks.all, AgentEndpointChecks.all, KubernetesChecks.all, TelemetryChecks.all,
        JourneyChecks.all, ScalewayChecks.all, CertificatesChecks.all, RegionChecks.all,
    ].flatMap(\.self)
}
