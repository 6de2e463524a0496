import Testing

@testable import Transport

@Suite struct SourceReachTests {
    private static func reach(
        _ base: String = "https://api.example.com", _ hosts: [String] = ["files.example.com", "other.example.com:8443"]
    ) throws -> SourceReach {
        try SourceReach(SourceSettings(source: "test", baseURL: base, allowedHosts: hosts))
    }

    @Test(arguments: [
        ("/a/b?c=d&e=%20", "https://api.example.com/a/b?c=d&e=%20"), ("/", "https://api.example.com/"),
        ("//evil.example.org/x", "https://api.example.com//evil.example.org/x"),
        ("/?next=https://evil.example.org/../", "https://api.example.com/?next=https://evil.example.org/../"),
        ("https://files.example.com/x", "https://files.example.com/x"),
        ("https://FILES.example.com:443/x", "https://FILES.example.com:443/x"),
        ("https://other.example.com:8443/", "https://other.example.com:8443/"),
    ])
    func address_withinReach_isTaken(text: String, whole: String) throws {
        #expect(try Self.reach().address(text).text == whole)
    }

    @Test(arguments: [
        "", "a/b", "?x=1", "https://evil.example.org/", "https://files.example.com:444/", "https://other.example.com/",
        "http://api.example.com/", "http://files.example.com:443/", "ftp://api.example.com/", "file:///etc/passwd",
        "https://user@api.example.com/", "https://user:key@api.example.com/",
        "https://api.example.com@evil.example.org/",
        "https://api.example.com.evil.example.org/", "https://api.example.com.",
        "https://api.example.com\\@evil.example.org/",
        "/a b", "/a\r\nHost: evil", "/a\nb", "/a\u{0}", "/ä", "/a#b", "/../x", "/a/%2E%2e/x", "/./x", "/a/..",
        "https://",
        "https:///x", "https://[::1", "https://api.example.com:99999/", "/\(String(repeating: "x", count: 20_000))",
    ])
    func address_outOfReach_isRefused(text: String) throws {
        let reach = try Self.reach()
        #expect(throws: SourceAddress.Problem.self) { try reach.address(text) }
    }

    @Test(arguments: [
        "", "api.example.com", "ftp://api.example.com", "https://user:hunter2@api.example.com",
        "https://api.example.com/?a=b",
        "https://api.example.com/#x", "https://api example.com",
    ])
    func base_thatIsNone_isSaid(base: String) {
        let error = #expect(throws: SourceAddress.Problem.self) { try Self.reach(base) }
        #expect(error?.message.contains("base_url") == true && error?.message.contains("hunter2") == false)
    }

    @Test(arguments: ["", "a b", "https://a", "a/b", "user@a"])
    func allowedHost_thatIsNone_isSaid(host: String) {
        let error = #expect(throws: SourceAddress.Problem.self) { try Self.reach("https://a.example.com", [host]) }
        #expect(error?.message.contains("allowed hosts") == true)
    }

    @Test func base_withAPath_keepsIt() throws {
        for base in ["https://proxy.example.com/kraken", "https://proxy.example.com/kraken/"] {
            #expect(try Self.reach(base).address("/0/public").text == "https://proxy.example.com/kraken/0/public")
        }
    }

    @Test(arguments: [
        ("https://files.example.com/y", "https://files.example.com/y"), ("/y?z", "https://api.example.com/y?z"),
        ("y", "https://api.example.com/a/y"), ("//files.example.com/y", "https://files.example.com/y"),
        ("/y#part", "https://api.example.com/y"),
    ])
    func redirect_withinReach_isFollowed(location: String, whole: String) throws {
        let reach = try Self.reach()
        #expect(try reach.redirect(from: reach.address("/a/b"), to: location).text == whole)
    }

    @Test(arguments: [
        "https://evil.example.org/", "//evil.example.org/", "http://api.example.com/", "javascript:x", "",
    ])
    func redirect_outOfReach_isRefused(location: String) throws {
        let reach = try Self.reach()
        let from = try reach.address("/a/b")
        #expect(throws: SourceAddress.Problem.self) { try reach.redirect(from: from, to: location) }
    }

    @Test func redirect_fromHTTPSToHTTP_isRefused_evenUnderAnHTTPBase() throws {
        let reach = try Self.reach("http://api.example.com", ["files.example.com:443"])
        let from = try reach.address("https://files.example.com/a")
        #expect(throws: SourceAddress.Problem.self) { try reach.redirect(from: from, to: "http://api.example.com/") }
    }

    @Test func redirect_toAnotherHost_losesWhatIsPersonal() throws {
        let reach = try Self.reach()
        let headers = [
            SourceHeader("Authorization", "Bearer ", credential: "key"), SourceHeader("X-Plain", "1"),
            SourceHeader("Cookie", "a=b"), SourceHeader("X-Key", "", credential: "key"),
        ]
        let request = try CheckedRequest(SourceRequest(address: "/a", headers: headers), reach)
        let same = request.redirected(302, to: try reach.redirect(from: request.address, to: "/b"))
        let other = request.redirected(
            302, to: try reach.redirect(from: request.address, to: "https://files.example.com/b"))
        #expect(same.headers == headers && other.headers == [SourceHeader("X-Plain", "1")])
    }

    @Test(arguments: [
        (301, "POST", "GET"), (302, "POST", "GET"), (303, "POST", "GET"), (307, "POST", "POST"), (308, "POST", "POST"),
        (302, "HEAD", "HEAD"), (303, "HEAD", "HEAD"), (302, "GET", "GET"),
    ])
    func redirect_ofAMethod_keepsOrChangesIt(status: Int, method: String, then: String) throws {
        let reach = try Self.reach()
        let body: [UInt8] = method == "POST" ? [1] : []
        let request = try CheckedRequest(
            SourceRequest(address: "/a", method: method, body: body, headers: [SourceHeader("Content-Type", "x/y")]),
            reach)
        let next = request.redirected(status, to: request.address)
        #expect(next.method == then && next.body.isEmpty == (then != "POST"))
    }

    @Test(arguments: [
        SourceHeader("", "x"), SourceHeader("A B", "x"), SourceHeader("A:", "x"), SourceHeader("A\r\nB", "x"),
        SourceHeader("A", "x\r\nB: y"), SourceHeader("A", "x\ny"), SourceHeader("A", "x\u{0}"), SourceHeader("A", "ä"),
        SourceHeader("Host", "evil"), SourceHeader("content-length", "3"), SourceHeader("Transfer-Encoding", "chunked"),
        SourceHeader("Proxy-Authorization", "x"), SourceHeader("Accept-Encoding", "x"),
    ])
    func header_thatCannotBeSent_isRefused(header: SourceHeader) throws {
        let reach = try Self.reach()
        #expect(throws: SourceAddress.Problem.self) {
            try CheckedRequest(SourceRequest(address: "/", headers: [header]), reach)
        }
    }

    @Test(arguments: [("PUT", []), ("get", []), ("GET\r\nX: y", []), ("", []), ("GET", [1])] as [(String, [UInt8])])
    func method_thatIsNotSent_isRefused(method: String, body: [UInt8]) throws {
        let reach = try Self.reach()
        #expect(throws: SourceAddress.Problem.self) {
            try CheckedRequest(SourceRequest(address: "/", method: method, body: body), reach)
        }
    }

    @Test(arguments: [
        ("application/json", "application/json", true), ("Application/JSON; charset=utf-8", "application/json", true),
        ("text/json", "application/json", true), ("application/problem+json", "application/json", true),
        ("text/html", "application/json", false), ("text/plain", "application/json", false),
        ("", "application/json", false),
        ("application/jsonp", "application/json", false), ("text/xml", "application/xml", true),
        ("application/xml", "application/json", false), ("text/html", "", true),
        ("text/csv", "text/csv; header=present", true),
    ])
    func contentType_isWhatWasAskedFor(type: String, wanted: String, isAccepted: Bool) {
        #expect(ContentType.isAccepted(type, wanted: wanted) == isAccepted)
    }
}
