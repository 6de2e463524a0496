import CAdapterABI

/// From a `cw_request` to a request that the host may carry out: the adapter is not trusted with
/// where requests go, which secrets they carry, and what stands in their lines.
struct RequestReading {
    let descriptor: AdapterDescriptor
    let fileName: String

    private static let mostHeaders = 256
    private static let mostMessages = 65_536

    /// Nil for DONE.
    func request(_ raw: cw_request) throws(BrokenPromise) -> AdapterRequest? {
        if unsafe raw.kind == CW_REQUEST_DONE { return nil }
        let kind = unsafe Transports(rawValue: UInt32(bitPattern: raw.kind))
        guard [.file, .http, .stream].contains(kind) else {
            throw BrokenPromise("next_request gave the unknown kind \(unsafe raw.kind)")
        }
        guard descriptor.transports.contains(kind) else {
            throw BrokenPromise("next_request gave a request over \(kind), which is not among its transports")
        }
        let address = try unsafe ForeignMemory.string(raw.address, called: "the request's address")
        let cost = unsafe max(1, Int(raw.cost))
        switch kind {
        case .file:
            guard address == fileName else {
                throw BrokenPromise("it asked for the file \"\(address)\"; the query's is \"\(fileName)\"")
            }
            return .file(name: address)
        case .stream:
            try check(address: address, scheme: "wss://", mayBePath: false)
            return .stream(
                StreamRequest(
                    address: address, headers: try unsafe headers(raw), messages: try unsafe messages(raw), cost: cost))
        default:
            try check(address: address, scheme: "https://", mayBePath: true)
            return .http(try unsafe http(raw, address: address, cost: cost))
        }
    }

    private func http(_ raw: cw_request, address: String, cost: Int) throws(BrokenPromise) -> HTTPRequest {
        let method = try unsafe ForeignMemory.string(raw.method, called: "the request's method")
        guard method.isEmpty || NameRules.isToken(method) else {
            throw BrokenPromise("the request's method is \"\(method)\"; expected a word, like GET")
        }
        let contentType = try unsafe ForeignMemory.string(raw.content_type, called: "the request's content type")
        return HTTPRequest(
            address: address, method: method.isEmpty ? "GET" : method,
            body: try unsafe ForeignMemory.bytes(raw.body, called: "the request's body"), contentType: contentType,
            headers: try unsafe headers(raw), isImmutable: unsafe raw.flags & CW_REQUEST_IMMUTABLE != 0, cost: cost)
    }

    private func headers(_ raw: cw_request) throws(BrokenPromise) -> [RequestHeader] {
        let list = try unsafe ForeignMemory.array(
            raw.headers, count: raw.header_count, longest: Self.mostHeaders, called: "headers of the request")
        var headers: [RequestHeader] = []
        // The array was checked by the line above; every text in it is checked where it is read.
        for index in list.indices {
            let header = unsafe list[index]
            let name = try unsafe ForeignMemory.string(header.name, called: "a header's name")
            let value = try unsafe ForeignMemory.string(header.value, called: "the header \(name)")
            let credential = try unsafe ForeignMemory.string(header.credential, called: "the credential of \(name)")
            guard NameRules.isToken(name) else { throw BrokenPromise("\"\(name)\" is no name of a header") }
            guard value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" }) else {
                throw BrokenPromise("the header \(name) has a line break or a control character")
            }
            guard credential.isEmpty || descriptor.credentials.contains(credential) else {
                throw BrokenPromise("the header \(name) wants the credential \"\(credential)\", which it does not name")
            }
            headers.append(
                RequestHeader(name: name, value: value, credential: credential.isEmpty ? nil : credential))
        }
        return headers
    }

    private func messages(_ raw: cw_request) throws(BrokenPromise) -> [[UInt8]] {
        try unsafe Self.texts(raw.messages, count: raw.message_count, called: "messages of the request")
    }

    /// The bytes of an array of texts.
    static func texts(
        _ start: UnsafePointer<cw_text>?, count: UInt64, called name: String
    ) throws(BrokenPromise) -> [[UInt8]] {
        let list = try unsafe ForeignMemory.array(start, count: count, longest: mostMessages, called: name)
        var texts: [[UInt8]] = []
        // The array was checked by the line above; every text in it is checked where it is read.
        for index in list.indices {
            texts.append(try unsafe ForeignMemory.bytes(list[index], called: "one of the \(name)"))
        }
        return texts
    }

    private func check(address: String, scheme: String, mayBePath: Bool) throws(BrokenPromise) {
        let expected = "\(scheme)HOST/... with a host of its manifest" + (mayBePath ? ", or /path" : "")
        guard !address.isEmpty, address.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C }) else {
            throw BrokenPromise("the address \"\(address)\" is empty or not plain ASCII; expected \(expected)")
        }
        if mayBePath, address.hasPrefix("/"), !address.hasPrefix("//") { return }
        guard address.hasPrefix(scheme) else {
            throw BrokenPromise("the address \"\(address)\" is not allowed; expected \(expected)")
        }
        let authority = address.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let port = parts.count == 2 ? UInt16(parts[1]) : 443
        guard descriptor.hosts.contains(String(parts[0])), port != nil else {
            throw BrokenPromise("the address \"\(address)\" goes to \(authority); expected \(expected)")
        }
    }
}
