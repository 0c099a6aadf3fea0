/// The program behind `ClusterStandIn`: an API server's answers, faults included, over the objects of a file.
let clusterScript = #"""
    import base64, http.server, json, os, signal, ssl, sys, threading, time, urllib.parse

    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    top = sys.argv[1]
    lock = threading.Lock()

    def load(folder):
        with open(folder + "/state.json") as f: return json.load(f)

    def save(state, folder):
        with open(folder + "/state.new", "w") as f: json.dump(state, f)
        os.rename(folder + "/state.new", folder + "/state.json")

    def status(code, reason, message, details=None):
        whole = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": message,
                 "reason": reason, "code": code}
        if details: whole["details"] = details
        return code, whole

    def merged(old, new):
        if not isinstance(old, dict) or not isinstance(new, dict): return new
        whole = dict(old)
        for key, value in new.items():
            if value is None: whole.pop(key, None)
            else: whole[key] = merged(old.get(key), value)
        return whole

    def field(thing, path):
        for step in path.split("."): thing = (thing or {}).get(step)
        return "" if thing is None else str(thing)

    def chosen(item, labels, fields):
        have = item.get("metadata", {}).get("labels", {})
        for rule in filter(None, labels.split(",")):
            name, _, value = rule.partition("=")
            if have.get(name) != value: return False
        for rule in filter(None, fields.split(",")):
            differs = "!=" in rule
            name, _, value = rule.partition("!=" if differs else "=")
            if (field(item, name) == value) == differs: return False
        return True

    class Path:
        # /api/v1/namespaces/x/pods/y/log, /apis/apps/v1/namespaces/x/deployments/y, /api/v1/nodes
        def __init__(self, path):
            parts = [urllib.parse.unquote(p) for p in path.strip("/").split("/")]
            self.known = len(parts) > 2 and parts[0] in ("api", "apis")
            if not self.known: return
            self.group = "" if parts[0] == "api" else parts[1]
            skip = 2 if parts[0] == "api" else 3
            self.version, rest = parts[skip - 1], parts[skip:]
            self.namespace = None
            if len(rest) > 2 and rest[0] == "namespaces": self.namespace, rest = rest[1], rest[2:]
            self.resource = rest[0] if rest else ""
            self.name = rest[1] if len(rest) > 1 else None
            self.part = rest[2] if len(rest) > 2 else None
            self.key = (self.group + "/" if self.group else "") + self.resource
            if self.namespace: self.key += "@" + self.namespace

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def log_message(self, *_): pass
        def version_string(self): return "kube-apiserver"

        def answer(self, code, body, headers=(), type="application/json"):
            raw = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(code)
            self.send_header("Content-Type", type)
            self.send_header("Content-Length", str(len(raw)))
            for name, value in headers: self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        def who(self, state):
            given = self.headers.get("Authorization", "")
            if given.startswith("Bearer "): return state["tokens"].get(given[7:])
            if given.startswith("Basic "): return state["logins"].get(base64.b64decode(given[6:]).decode())
            subject = (self.connection.getpeercert() or {}).get("subject", ())
            for part in subject:
                for name, value in part:
                    if name == "commonName": return value
            return "system:anonymous"

        def serve(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            # Each test has a cluster of its own, behind a path of its own: /NAME/api/v1/…
            whole = self.path.split("/", 2)
            self.folder, self.path = top + "/" + whole[1], "/" + whole[2]
            with open(self.folder + "/seen", "a") as f: f.write(self.command + " " + self.path + "\n")
            url = urllib.parse.urlsplit(self.path)
            query = dict(urllib.parse.parse_qsl(url.query))
            with lock: state = load(self.folder)
            for fault in state["faults"]:
                if not url.path.startswith(fault["path"]) or fault.get("continued", False) > ("continue" in query): continue
                if fault.get("method", "") not in ("", self.command): continue
                if fault.get("once"):
                    with lock:
                        state["faults"].remove(fault)
                        save(state, self.folder)
                if fault.get("hangs"):
                    time.sleep(600)
                    return
                text = fault["body"]
                if fault.get("cut"):
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.end_headers()
                    self.wfile.write(text.encode())
                    self.close_connection = True
                    return
                return self.answer(fault["status"], text, fault.get("headers", {}).items(), fault.get("type", "application/json"))
            user = self.who(state)
            if user is None: return self.answer(*status(401, "Unauthorized", "Unauthorized"))
            if url.path == "/version": return self.answer(200, state["version"])
            if url.path in ("/livez", "/readyz"): return self.answer(200, "[+]ping ok\n[+]etcd ok\n" + url.path[1:] + " check passed\n", type="text/plain")
            path = Path(url.path)
            if not path.known: return self.answer(404, "404 page not found\n", type="text/plain")
            if path.part == "log": return self.log(state, path, query)
            if path.resource.startswith("selfsubject"): return self.review(state, user, path, json.loads(body))
            self.object(state, user, path, query, body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve

        def denied(self, state, user, verb, path):
            wanted = [path.resource, path.resource + "/" + (path.name or "")]
            if user == "system:anonymous": return True
            return any(d["verb"] in (verb, "*") and d["resource"] in wanted for d in state["denied"])

        def forbidden(self, user, verb, path):
            what = path.resource + (' "%s"' % path.name if path.name else "")
            where = 'in the namespace "%s"' % path.namespace if path.namespace else "at the cluster scope"
            message = '%s is forbidden: User "%s" cannot %s resource "%s" in API group "%s" %s' % (
                what, user, verb, path.resource, path.group, where)
            return status(403, "Forbidden", message, {"name": path.name, "group": path.group, "kind": path.resource})

        def missing(self, path):
            message = '%s "%s" not found' % (path.resource + ("." + path.group if path.group else ""), path.name)
            return status(404, "NotFound", message, {"name": path.name, "group": path.group, "kind": path.resource})

        def object(self, state, user, path, query, body):
            verbs = {"GET": "get" if path.name else "list", "POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}
            verb = verbs[self.command]
            if self.denied(state, user, verb, path): return self.answer(*self.forbidden(user, verb, path))
            items = state["objects"].get(path.key, [])
            at = next((i for i, o in enumerate(items) if o["metadata"]["name"] == (path.name or "")), None)
            if verb == "list": return self.list(state, self.stepped(state, items, path, query), path, query)
            if verb in ("get", "update", "delete") and at is None: return self.answer(*self.missing(path))
            if verb == "get": return self.answer(200, items[at])
            with lock:
                if verb == "delete":
                    gone = items.pop(at)
                    # What belongs to it goes with it, unless it is to be orphaned.
                    policy = (json.loads(body) if body else {}).get("propagationPolicy", "Background")
                    if path.resource == "jobs" and policy != "Orphan":
                        key = "pods@" + path.namespace
                        state["objects"][key] = [p for p in state["objects"].get(key, [])
                            if p["metadata"].get("labels", {}).get("job-name") != gone["metadata"]["name"]]
                    save(state, self.folder)
                    return self.answer(200, {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"})
                new = json.loads(body)
                name = path.name or new["metadata"]["name"]
                if verb == "create" and any(o["metadata"]["name"] == name for o in items):
                    return self.answer(*status(409, "AlreadyExists", '%s "%s" already exists' % (path.resource, name)))
                if new.get("spec", {}).get("replicas", 0) < 0:
                    message = 'Deployment.apps "%s" is invalid: spec.replicas: Invalid value: -1' % name
                    return self.answer(*status(422, "Invalid", message, {"causes": [
                        {"reason": "FieldValueInvalid", "message": "Invalid value: -1", "field": "spec.replicas"}]}))
                kind = self.headers.get("Content-Type", "")
                if verb == "patch":
                    isApply = kind == "application/apply-patch+yaml"
                    if not isApply and kind != "application/merge-patch+json":
                        return self.answer(*status(415, "UnsupportedMediaType", "the body of the request was in an unknown format"))
                    held = at is not None and items[at]["metadata"].get("heldBy")
                    if isApply and held and query.get("force") != "true":
                        return self.answer(*status(409, "Conflict", 'Apply failed with 1 conflict: conflict with "%s": .data' % held))
                    new = merged(items[at] if at is not None else {}, new)
                    if isApply: new["metadata"]["appliedBy"] = query.get("fieldManager", "")
                if verb == "create" and path.namespace:
                    spaces = state["objects"].get("namespaces")
                    if spaces is not None and all(n["metadata"]["name"] != path.namespace for n in spaces):
                        return self.answer(*status(404, "NotFound", 'namespaces "%s" not found' % path.namespace,
                            {"name": path.namespace, "kind": "namespaces"}))
                if verb == "create" and path.resource == "jobs":
                    if not new["spec"]["template"]["spec"].get("containers"):
                        return self.answer(*status(422, "Invalid", 'Job.batch "%s" is invalid: spec.template.spec.containers: Required value' % name))
                    self.begin(state, new, path)
                if "dryRun" not in query:
                    if at is None: items.append(new)
                    else: items[at] = new
                    state["objects"][path.key] = items
                    save(state, self.folder)
            self.answer(201 if at is None else 200, new)

        def begin(self, state, job, path):
            # What the controller of Jobs and the kubelet make of it, as the test has it.
            name = job["metadata"]["name"]
            job["metadata"].update(uid="uid-" + name, namespace=path.namespace)
            job["status"] = {}
            labels = dict(job["spec"]["template"].get("metadata", {}).get("labels", {}))
            labels.update({"job-name": name, "batch.kubernetes.io/job-name": name})
            if state["jobStages"]:
                pod = name + "-x7k2p"
                state["objects"].setdefault("pods@" + path.namespace, []).append({
                    "metadata": {"name": pod, "namespace": path.namespace, "uid": "uid-" + pod, "labels": labels},
                    "spec": job["spec"]["template"]["spec"], "status": json.loads(state["jobStages"].pop(0))})
            for event in state["jobEvents"]:
                event = json.loads(event.replace("JOB", name))
                state["objects"].setdefault("events@" + path.namespace, []).append(event)

        def stepped(self, state, items, path, query):
            # A pod of a Job goes on by a stage each time somebody looks.
            if path.resource != "pods" or "job-name=" not in query.get("labelSelector", "") or not state["jobStages"]: return items
            with lock:
                for pod in items:
                    if "job-name" in pod["metadata"].get("labels", {}): pod["status"] = json.loads(state["jobStages"].pop(0))
                    if not state["jobStages"]: break
                state["objects"][path.key] = items
                save(state, self.folder)
            return items

        def list(self, state, items, path, query):
            items = [i for i in items if chosen(i, query.get("labelSelector", ""), query.get("fieldSelector", ""))]
            begin = int(base64.b64decode(query["continue"])) if "continue" in query else 0
            end = begin + min(int(query.get("limit", 10 ** 9)), state["page"])
            metadata = {"resourceVersion": "1"}
            if end < len(items): metadata["continue"] = base64.b64encode(str(end).encode()).decode()
            kind = path.resource.capitalize().rstrip("s") + "List"
            version = (path.group + "/" if path.group else "") + path.version
            self.answer(200, {"kind": kind, "apiVersion": version, "metadata": metadata, "items": items[begin:end]})

        def review(self, state, user, path, review):
            if path.resource == "selfsubjectaccessreviews":
                wanted = review["spec"]["resourceAttributes"]
                asked = Path("/api/v1/" + wanted["resource"] + ("/" + wanted["name"] if wanted.get("name") else ""))
                allowed = not self.denied(state, user, wanted["verb"], asked)
                review["status"] = {"allowed": allowed, "reason": "" if allowed else "no rule allows it"}
            else:
                review["status"] = {"incomplete": False, "nonResourceRules": [], "resourceRules": [
                    {"verbs": ["get", "list"], "apiGroups": [""], "resources": ["secrets"], "resourceNames": ["app"]},
                    {"verbs": ["*"], "apiGroups": ["apps"], "resources": ["*"]}]}
            self.answer(201, review)

        def log(self, state, path, query):
            pod = next((p for p in state["objects"].get("pods@" + path.namespace, []) if p["metadata"]["name"] == path.name), None)
            if pod is None: return self.answer(*self.missing(path))
            if self.denied(state, self.who(state), "get", path) or any(d["resource"] == "pods/log" for d in state["denied"]):
                return self.answer(*self.forbidden(self.who(state), "get", path))
            wanted, names = query.get("container"), [c["name"] for c in pod.get("spec", {}).get("containers", [])]
            if wanted and names and wanted not in names:
                return self.answer(*status(400, "BadRequest", "container %s is not valid for pod %s" % (wanted, path.name)))
            waits = [c["state"]["waiting"] for c in pod.get("status", {}).get("containerStatuses", []) if "waiting" in c.get("state", {})]
            if waits:
                return self.answer(*status(400, "BadRequest", 'container "%s" in pod "%s" is waiting to start: %s' % (
                    wanted or names[0], path.name, waits[0].get("reason", ""))))
            lines = state["logs"]
            if "tailLines" in query: lines = lines[-int(query["tailLines"]):]
            if query.get("follow") != "true":
                return self.answer(200, "".join(line + "\n" for line in lines), type="text/plain")
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            sent = 0
            while True:
                with lock: state = load(self.folder)
                for line in state["logs"][sent:]:
                    raw = (line + "\n").encode()
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(raw), raw))
                    sent += 1
                if state.get("logEnded"): break
                time.sleep(0.02)
            self.wfile.write(b"0\r\n\r\n")

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads, request_queue_size = True, 64
        def handle_error(self, *_): pass
        def finish_request(self, request, address):
            # Within the peer's own thread, so that a slow handshake holds up nobody else.
            request = self.context.wrap_socket(request, server_side=True)
            super().finish_request(request, address)

    def door(port, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(top + "/" + name + ".pem", top + "/" + name + ".key")
        context.load_verify_locations(top + "/ca.pem")
        context.verify_mode = ssl.CERT_OPTIONAL
        server = Server(("127.0.0.1", port), Handler)
        server.context = context
        return server

    other = door(int(sys.argv[3]), "named")
    threading.Thread(target=other.serve_forever, daemon=True).start()
    door(int(sys.argv[2]), "server").serve_forever()
    """#
