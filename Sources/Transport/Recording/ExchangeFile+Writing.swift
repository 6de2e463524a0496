import MarketData

extension ExchangeFile {
    /// `0001` for 1.
    static func stem(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    /// The number of an exchange's file, nil for other files.
    static func number(ofFile name: String) -> Int? {
        guard name.hasSuffix(".toml"), let number = Int(name.dropLast(5)), number > 0, name == stem(number) + ".toml"
        else { return nil }
        return number
    }

    /// Writes an exchange into a folder: its bodies first, so that who finds the file finds all of it.
    static func write(
        _ exchange: RecordedExchange, number: Int, into folder: String, without secrets: Redaction
    ) throws(RecordingError) {
        let stem = stem(number)
        let file = "\(folder)/\(stem).toml"
        let (request, reply) = (exchange.request, exchange.reply)
        let requestBody = request.body.isEmpty ? nil : "\(stem).request"
        let replyBody = reply.body.isEmpty ? nil : "\(stem).body"
        var text = RecordingText(file: file, secrets: secrets)
        text.header("[request]")
        try text.line("method", request.method)
        try text.line("address", request.address)
        if !request.contentType.isEmpty { try text.line("content_type", request.contentType) }
        text.line("immutable", request.isImmutable)
        text.line("cost", request.cost)
        if let requestBody { try text.line("body", requestBody) }
        for header in request.headers {
            text.header("[[request.headers]]")
            try text.line("name", header.name)
            // An adapter never sees a secret; what looks like one all the same is not kept.
            let isSecret = header.credential == nil && header.tellsASecret
            try text.line("value", isSecret ? Redactor.mark : header.value)
            if let credential = header.credential { try text.line("credential", credential) }
        }
        text.header("[reply]")
        text.line("status", reply.status)
        if !reply.contentType.isEmpty { try text.line("content_type", reply.contentType) }
        try text.line("received_at", reply.receivedAt.description)
        if let replyBody { try text.line("body", replyBody) }
        for header in reply.headers where !header.tellsASecret {
            text.header("[[reply.headers]]")
            try text.line("name", header.name)
            try text.line("value", header.value)
        }
        if let requestBody { try write(secrets.cut(from: request.body), to: requestBody, in: folder) }
        if let replyBody { try write(secrets.cut(from: reply.body), to: replyBody, in: folder) }
        try write(text.bytes, to: "\(stem).toml", in: folder)
    }

    /// Writes a file of a recording at once, with mode 0600.
    static func write(_ bytes: [UInt8], to name: String, in folder: String) throws(RecordingError) {
        do throws(DiskFailure) {
            // Hidden: readers pass over what a killed process left of it.
            try PrivateFiles.write(bytes, to: "\(folder)/\(name)", through: "\(folder)/.\(name).new")
        } catch {
            throw RecordingError("\(folder)/\(name)", error)
        }
    }
}

extension SourceHeader {
    /// Whether a header of this name can hold a secret by itself: `Set-Cookie`, `Authorization`, `X-Finnhub-Token`.
    public var tellsASecret: Bool {
        let name = name.lowercased()
        return ["cookie", "authorization", "token", "secret", "password", "api-key", "apikey", "session"]
            .contains { name.contains($0) }
    }
}
