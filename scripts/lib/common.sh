# Shared by the scripts: where the project is, how they speak, what is installed. Sourced, never run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
export PATH="$PATH:/opt/swift/usr/bin"

# The developer's own services must not answer in place of those that a script starts: nothing that their shell says of them goes on to the
# program. Each of these may be given as a file, too.
services=(
    DATABASE_URL DATABASE_ADMIN_URL SCALEWAY_DATABASE_URL
    STORAGE_ENDPOINT STORAGE_ACCESS_KEY STORAGE_SECRET_KEY STORAGE_BUCKET
    NATS_URL NATS_AUTH_TOKEN NATS_MONITORING_URL NATS_CLUSTER_NAME REDIS_URL
    JWT_SECRET_KEY JWT_SECRET ENCRYPTION_KEY SECRETS_FILE
    OPENROUTER_API_KEY ANTHROPIC_API_KEY OPENAI_API_KEY CEREBRAS_API_KEY CUSTOM1_API_KEY
    OPENROUTER_ENDPOINT ANTHROPIC_ENDPOINT OPENAI_ENDPOINT CUSTOM1_ENDPOINT PROVIDER_SIMULATOR_URL
    SIMULATOR_OPENROUTER_KEY SIMULATOR_ANTHROPIC_KEY SIMULATOR_OPENAI_KEY SIMULATOR_CUSTOM_KEY
    PRIMARY_PROVIDER PRIMARY_MODEL FALLBACK_PROVIDER FALLBACK_MODEL ROUTING_STRATEGY
    SCALEWAY_ACCESS_KEY SCALEWAY_SECRET_KEY SCALEWAY_PROJECT_ID SCALEWAY_REGION
    SLACK_WEBHOOK_URL PAGERDUTY_INTEGRATION_KEY
)
unset "${services[@]}" "${services[@]/%/_FILE}" ENVIRONMENT IHCTL_ENV LOG_LEVEL DEBUG
unset services

say() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*"; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 2; }

# Runs a command as root, through sudo where that is needed.
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

need_swift() {
    command -v swift >/dev/null || die "Swift 6.3 is needed: put its toolchain on PATH"
    swift --version 2>/dev/null | grep -q 'version 6\.3' || note "this project is made with Swift $(cat .swift-version); found: $(swift --version 2>/dev/null | head -n 1)"
}
