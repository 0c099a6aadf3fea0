internal import Words

/// What doctor asks of what watches the platform, of the cloud account, and of certificates.
let telemetryTopics: [Topic] = [
    topic(
        "telemetry.prometheus",
        "Prometheus is ready",
        "Its own word on whether it can answer. After a start it reads its log first: it lives then, and is not ready.",
        whatToDo: ["starting passes by itself: ihctl doctor --wait 5m. If it stays, look at its log and its disk."],
        related: ["starting", "protocol_mismatch"]
    ),
    topic(
        "telemetry.targets",
        "Prometheus reads every declared job",
        "Each job of telemetry.jobs is there, reads the declared target, and every target of it is up.",
        whatToDo: [
            "unhealthy: the error is Prometheus's own, seen from where it runs. Look at that target.",
            "missing: add the job to scrape_configs, and let Prometheus read its configuration again.",
        ],
        why: ["An alert on a job that is not read never fires: up == 0 needs somebody to ask."],
        good: "curl -sS http://prometheus:9090/api/v1/targets?state=active",
        related: ["unhealthy", "missing", "drift"]
    ),
    topic(
        "telemetry.freshness",
        "the newest samples are as new as they should be",
        "The age of each job's newest sample, by Prometheus's own clock. More than two intervals is a warning, none within five minutes a fault.",
        whatToDo: ["Look whether Prometheus has room to write and keeps up with its work: its log says so."],
        related: ["lag", "telemetry.targets"]
    ),
    topic(
        "telemetry.rules",
        "every declared alert is loaded and can be computed",
        "Each alert of telemetry.alerts is among the rules that Prometheus has loaded, and none of them fails when it is computed.",
        whatToDo: [
            "missing: render the rules anew, name the file under rule_files, and let Prometheus read it.",
            "invalid: the error is Prometheus's own; correct the expression.",
        ],
        related: ["missing", "invalid"]
    ),
    topic(
        "telemetry.alertmanager",
        "Alertmanager is ready, known to Prometheus, and has somebody to tell",
        "Its own word, its receivers, and whether Prometheus sends its alerts there.",
        whatToDo: [
            "missing: name it under alerting.alertmanagers in Prometheus's configuration.",
            "ineffective: give it a receiver, and a route to it.",
        ],
        related: ["missing", "ineffective", "starting"]
    ),
    topic(
        "telemetry.grafana",
        "Grafana answers and has its database",
        "Grafana's own /api/health, as Cockpit has it too. Nothing of the platform stops where it fails; nobody sees how it is.",
        severity: .warning,
        whatToDo: ["unhealthy: look at its log, and at what holds its database."],
        related: ["unhealthy"]
    ),
    topic(
        "telemetry.channels",
        "whoever is called in need can be reached",
        "Slack's webhook and PagerDuty's key are of the right form, and their servers can be reached by TLS. Nothing is ever sent: whether they take the key is not asked.",
        whatToDo: [
            "config: copy the webhook or the integration key anew.",
            "Otherwise look at the way out: firewall, proxy, name.",
        ],
        related: ["config", "proxy", "dns"]
    ),
    topic(
        "scaleway.connect",
        "Scaleway's API answers",
        "Name, connection, TLS, and a refusal in Scaleway's own form.",
        whatToDo: ["Look at the way out: firewall, proxy, name; then at status.scaleway.com."],
        related: ["protocol_mismatch", "proxy"]
    ),
    topic(
        "scaleway.key",
        "Scaleway takes the API key, and will go on to",
        "The key is asked about itself: whether it is known, and when it ends. Within 30 days of its end it is a warning, within 7 a fault.",
        whatToDo: [
            "auth: the secret key is unknown, deleted or has expired.",
            "missing: access key and secret key are of two pairs.",
            "permission: the key is good and may not look at itself: give it the permission set IAMReadOnly, or skip the check.",
        ],
        related: ["auth", "permission", "missing"]
    ),
    topic(
        "scaleway.project",
        "the project is there, and it is the key's own",
        "The declared project exists and the key may see it. Object storage goes by the key's own project, whatever is declared.",
        whatToDo: [
            "missing: copy the id from the project's settings.",
            "drift: let the key's preferred project be the declared one.",
        ],
        related: ["missing", "permission", "drift"]
    ),
    topic(
        "scaleway.region",
        "every region is one of Scaleway's",
        "The names of the regions, held against those that Scaleway has.",
        severity: .warning,
        whatToDo: ["Look for a slip: the nearest name stands in the finding."],
        related: ["config"]
    ),
    topic(
        "certificates.chain",
        "the certificate is made for its name and signed by somebody who is trusted",
        "The handshake with every TLS endpoint that the platform file names and no other check looks at: name, chain, validity.",
        whatToDo: [
            "tls_untrusted with one certificate sent: let the server send the whole chain.",
            "tls_hostname: use a name that stands in the certificate, or have one made for it.",
        ],
        good: "openssl s_client -connect api.example.com:443 -servername api.example.com -showcerts </dev/null",
        related: ["tls_untrusted", "tls_hostname", "tls_expired", "tls_self_signed"]
    ),
    topic(
        "certificates.expiry",
        "the certificate holds for a month at least",
        "The first certificate of the chain to end rules: within 30 days it is a warning, within 7 a fault.",
        whatToDo: [
            "Renew it and let the server read it again; where that should happen by itself, look why it did not."
        ],
        related: ["tls_expiring"]
    ),
]
