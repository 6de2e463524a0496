import MarketData

/// `exchanges/NNNN.toml` with its bodies beside it.
struct ExchangeFile {
    /// All but the bodies.
    var exchange: RecordedExchange
    /// The path of the reply's body, nil for none.
    var replyBody: String?

    /// The longest body that is read, in bytes.
    static let longestBody = 1 << 30

    /// The reply, with its body read now.
    func reply() throws(RecordingError) -> SourceReply {
        var reply = exchange.reply
        if let replyBody { reply.body = try Self.body(replyBody) }
        return reply
    }

    /// Reads it; the reply's body is left where it is, the request's is read.
    init(_ file: String) throws(RecordingError) {
        var reader = RecordingReader(file: file)
        guard let read = Self.read(&reader), reader.problems.isEmpty else { throw RecordingError(reader.problems) }
        self = read.file
        if let body = read.requestBody { exchange.request.body = try Self.body(body) }
        // Found now and not when it is asked for.
        if let replyBody, !PrivateFiles.exists(replyBody) {
            throw RecordingError(file, key: "reply.body", "there is no file '\(replyBody)'; expected the reply's body")
        }
    }

    private init(_ exchange: RecordedExchange, replyBody: String?) {
        (self.exchange, self.replyBody) = (exchange, replyBody)
    }

    private static func body(_ path: String) throws(RecordingError) -> [UInt8] {
        do throws(DiskFailure) {
            return try PrivateFiles.contents(of: path, longest: longestBody)
        } catch {
            throw RecordingError(path, error)
        }
    }

    private static func read(_ reader: inout RecordingReader) -> (file: ExchangeFile, requestBody: String?)? {
        guard let root = reader.root() else { return nil }
        reader.refuseUnknownKeys(in: root, allowed: ["request", "reply"])
        let request = request(&reader, root)
        let reply = reply(&reader, root)
        guard let request, let reply else { return nil }
        return (ExchangeFile(RecordedExchange(request.value, reply.value), replyBody: reply.body), request.body)
    }

    private static func request(
        _ reader: inout RecordingReader, _ root: RecordingReader.Section
    ) -> (value: SourceRequest, body: String?)? {
        guard let section = reader.section("request", in: root, isRequired: true) else { return nil }
        reader.refuseUnknownKeys(
            in: section, allowed: ["method", "address", "content_type", "immutable", "cost", "headers", "body"])
        let method = reader.text(
            "method", in: section, default: "GET", expected: "a method in capitals, like \"GET\"",
            rule: { !$0.isEmpty && $0.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } })
        let address = reader.text(
            "address", in: section, expected: "\"/path?query\" or an absolute address", rule: { !$0.isEmpty })
        let contentType = reader.text("content_type", in: section, default: "")
        let isImmutable = reader.boolean("immutable", in: section)
        let cost = reader.integer("cost", in: section, default: 1, within: 1...1_000_000)
        let headers = headers(&reader, section, mayNameCredentials: true)
        let body = body(&reader, section)
        guard let method, let address, let contentType, let cost else { return nil }
        return (
            SourceRequest(
                address: address, method: method, contentType: contentType, headers: headers,
                isImmutable: isImmutable, cost: cost), body
        )
    }

    private static func reply(
        _ reader: inout RecordingReader, _ root: RecordingReader.Section
    ) -> (value: SourceReply, body: String?)? {
        guard let section = reader.section("reply", in: root, isRequired: true) else { return nil }
        reader.refuseUnknownKeys(
            in: section, allowed: ["status", "content_type", "received_at", "headers", "body"])
        let status = reader.integer("status", in: section, within: 100...599)
        let contentType = reader.text("content_type", in: section, default: "")
        let receivedAt = reader.time("received_at", in: section, isRequired: true)
        let headers = headers(&reader, section, mayNameCredentials: false)
        let body = body(&reader, section)
        guard let status, let contentType, let receivedAt else { return nil }
        return (
            SourceReply(
                status: status, contentType: contentType, headers: headers, body: [], receivedAt: receivedAt,
                origin: .recording), body
        )
    }

    private static func headers(
        _ reader: inout RecordingReader, _ section: RecordingReader.Section, mayNameCredentials: Bool
    ) -> [SourceHeader] {
        var headers: [SourceHeader] = []
        for section in reader.sections("headers", in: section) {
            reader.refuseUnknownKeys(
                in: section, allowed: ["name", "value"] + (mayNameCredentials ? ["credential"] : []))
            let name = reader.text("name", in: section, expected: "a header's name", rule: { !$0.isEmpty })
            let value = reader.text("value", in: section)
            var credential: String?
            if mayNameCredentials, section.has("credential") {
                credential = reader.text(
                    "credential", in: section, expected: "a credential's name", rule: { !$0.isEmpty })
            }
            if let name, let value { headers.append(SourceHeader(name, value, credential: credential)) }
        }
        return headers
    }

    /// The path of a body, which lies beside the file and nowhere else.
    private static func body(_ reader: inout RecordingReader, _ section: RecordingReader.Section) -> String? {
        guard section.has("body") else { return nil }
        let name = reader.text(
            "body", in: section, expected: "the name of a file in the same folder, like \"0001.body\"",
            rule: { !$0.isEmpty && !$0.utf8.contains(UInt8(ascii: "/")) && $0 != "." && $0 != ".." })
        let folder = reader.file.lastIndex(of: "/").map { String(reader.file[...$0]) } ?? ""
        return name.map { folder + $0 }
    }
}
