import Platform
import Testing

@Suite
struct RegionTests {
    private static let three = """
        platform: tiny
        database: {host: everywhere, settings: {a: 1, b: 2}}
        cache: {}
        regions:
          one:
            role: primary
            priority: 1
            database: {host: db-one}
          two:
            role: replica
            priority: 2
            database: {host: db-two, role: replica, settings: {b: null, c: 3}}
            cache: null
          three:
            role: replica
            priority: 3

        """

    @Test
    func `a region lays its part over the model, null takes away there alone`() throws {
        let project = try ProjectFixture(RegionTests.three)
        let one = try project.load(region: "one")
        #expect(one.problems == [])
        #expect(one.region == "one")
        #expect(one.platform.database?.host == "db-one")
        #expect(one.platform.database?.role == .primary)
        #expect(one.platform.database?.settings.names == ["a", "b"])
        #expect(one.platform.cache != nil)
        let two = try project.load(region: "two")
        #expect(two.problems == [])
        #expect(two.platform.database?.host == "db-two")
        #expect(two.platform.database?.role == .replica)
        #expect(two.platform.database?.settings.names == ["a", "c"])
        #expect(two.platform.cache == nil)
        #expect(
            two.origin(of: SettingPath(dotted: "database.host"))
                == .file("manifests/platform.yaml", line: 12, column: 22)
        )
        let three = try project.load(region: "three")
        #expect(three.platform.database?.host == "everywhere")
    }

    @Test
    func `seen from another region, a loaded model is what loading it there gives`() throws {
        let project = try ProjectFixture(RegionTests.three)
        let one = try project.load(region: "one")
        let two = try #require(one.seen(from: "two"))
        #expect(two.region == "two")
        #expect(two.platform.database?.host == "db-two")
        #expect(two.platform.cache == nil)
        #expect(two.seen(from: "one")?.platform.cache != nil)
        #expect(one.seen(from: "nowhere") == nil)
        #expect(one.platform.regions.names == ["one", "two", "three"])
    }

    @Test
    func `without a word the primary is taken, else what SCALEWAY_REGION says`() throws {
        var project = try ProjectFixture(
            "platform: t\nregions: {a: {role: replica, priority: 2}, b: {role: primary, priority: 1}}\n"
        )
        #expect(try project.load().region == "b")
        project.variables = ["SCALEWAY_REGION": "a"]
        #expect(try project.load().region == "a")
        #expect(try project.load(region: "b").region == "b")
        project.variables = ["SCALEWAY_REGION": ""]
        #expect(try project.load().region == "b")
    }

    @Test
    func `a region that is not there is told with the nearest name, and who asked for it`() throws {
        var project = try ProjectFixture("platform: t\nregions: {fr-par: {role: primary, priority: 1}}\n")
        #expect(project.complaints(region: "fr-pra") == ["there is no region \"fr-pra\" | did you mean \"fr-par\"?"])
        #expect(project.complaints(region: "zzz") == ["there is no region \"zzz\" | known: fr-par"])
        #expect(project.complaints(region: "../x") == ["there is no region \"../x\" | known: fr-par"])
        project.variables = ["SCALEWAY_REGION": "fr_par"]
        #expect(
            project.complaints() == ["$SCALEWAY_REGION: there is no region \"fr_par\" | did you mean \"fr-par\"?"]
        )
        var none = try ProjectFixture()
        #expect(none.complaints(region: "fr-par") == ["there is no region \"fr-par\" | there is none at all"])
        // The cloud's variable does not matter where there are no regions.
        none.variables = ["SCALEWAY_REGION": "fr-par"]
        #expect(none.complaints() == [])
    }

    @Test(arguments: [
        (
            "a: {role: replica, priority: 1}",
            "2:1: regions: no region has the role primary | exactly one region takes the writes"
        ),
        (
            "a: {role: primary, priority: 1}, b: {role: primary, priority: 2}",
            "2:1: regions: a, b all have the role primary | exactly one region takes the writes"
        ),
        (
            "a: {role: primary, priority: 1}, b: {role: replica, priority: 1}",
            "2:73: regions.b.priority: a has the priority 1 already | failover goes by priority"
        ),
        (
            "a: {role: primary, priority: 1, data_may_leave_to: [bb]}, bbb: {role: replica, priority: 2}",
            "2:63: regions.a.data_may_leave_to.0: there is no region \"bb\" | did you mean \"bbb\"?"
        ),
        ("a: {role: primary, priority: 0}", "2:40: regions.a.priority: must be 1 or more, found 0"),
        (
            "a: {role: primary}",
            "2:14: regions.a: \"priority\" is missing | Failover goes to the lowest number that is well."
        ),
        ("a: {priority: 1}", "2:14: regions.a: \"role\" is missing | Takes the writes, or follows."),
        ("a: {role: primary, priority: 1, database: 5}", "2:53: regions.a.database: must be a map, found 5"),
        ("a: {role: primary, priority: 1, providers: {}}", "2:43: regions.a.providers: unknown key | "),
    ])
    func `regions must fit one another`(regions: String, complaint: String) throws {
        let found = try complaints("platform: tiny\nregions: {\(regions)}\n")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("manifests/platform.yaml:\(complaint)") == true, "\(found)")
    }

    private static let faulty = """
        platform: tiny
        database: {port: base}
        regions:
          one:
            role: primary
            priority: 1
            database: {hots: x, pool: {min: 50}}
            kubernetes: {ingress: {name: Bad_Name, host: h}}
          two:
            role: replica
            priority: 2
            storage: {style: upside-down}
            kubernetes: {ingress: {name: good}}
            cache: {evction: x}
          three:
            role: replica
            priority: 3

        """

    @Test(arguments: ["one", "two", "three"])
    func `every region's faults show from each of them, once, at their own place`(region: String) throws {
        let found = try complaints(RegionTests.faulty, region: region)
        let file = "manifests/platform.yaml"
        #expect(
            found.sorted() == [
                "\(file):12:22: regions.two.storage.style: must be one of path, virtual, found the text \"upside-down\"",
                "\(file):13:27: regions.two.kubernetes.ingress: \"host\" is missing | The public host name.",
                "\(file):14:13: regions.two.cache.evction: unknown key | did you mean \"eviction\"?",
                "\(file):2:18: database.port: must be a whole number, found the text \"base\"",
                "\(file):7:16: regions.one.database.hots: unknown key | did you mean \"host\"?",
                "\(file):7:37: regions.one.database.pool.min: 50 is more than max, which is 20",
                "\(file):8:34: regions.one.kubernetes.ingress.name: must be a name of small letters, digits and dashes, "
                    + "at most 63, found the text \"Bad_Name\"",
            ]
        )
    }

    @Test
    func `a fault of the base that one region mends shows as the others'`() throws {
        let found = try complaints(
            """
            platform: tiny
            kubernetes: {ingress: {name: api}}
            regions:
              one: {role: primary, priority: 1, kubernetes: {ingress: {host: h}}}
              two: {role: replica, priority: 2}
              three: {role: replica, priority: 3}

            """
        )
        #expect(
            found == [
                "manifests/platform.yaml:2:23: kubernetes.ingress: \"host\" is missing (in two, three) | The public host name."
            ]
        )
    }

    @Test
    func `a shared part with a fault is told once`() throws {
        let found = try complaints(
            """
            platform: tiny
            regions:
              one: {role: primary, priority: 1, database: &db {hst: x}}
              two: {role: replica, priority: 2, database: *db}

            """
        )
        #expect(
            found == ["manifests/platform.yaml:3:52: regions.one.database.hst: unknown key | did you mean \"host\"?"]
        )
    }

    @Test
    func `an environment may change a region's part, or take it away`() throws {
        let loaded = try ProjectFixture(
            RegionTests.three,
            ["development": "regions: {three: null, one: {database: {host: db-dev, name: x}}, two: {cache: {}}}\n"],
        ).load()
        #expect(loaded.problems == [])
        #expect(loaded.platform.regions.names == ["one", "two"])
        #expect(loaded.platform.database?.host == "db-dev")
        #expect(loaded.platform.database?.name == "x")
        #expect(loaded.seen(from: "two")?.platform.cache != nil)
    }

    @Test
    func `the sections a region may lay over the model are those of its table`() {
        guard case .section(let region) = Region.shape else { return }
        let laid = region.fields.filter { field in
            guard case .section = field.shape() else { return false }
            return true
        }
        #expect(laid.map(\.name) == Region.overlays)
    }
}
