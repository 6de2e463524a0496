/// A JSON document. Numbers keep their text, so that an Int64 and a double stay exact.
indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the document's order.
    case object([Member])

    struct Member: Hashable, Sendable {
        var name: String
        var value: JSONValue
    }

    /// Where a document stops being JSON, in bytes.
    struct Malformed: Error, Hashable { var offset: Int }

    /// A whole document.
    init(_ bytes: [UInt8]) throws(Malformed) {
        var reader = JSONReader(bytes: bytes)
        self = try reader.document()
    }

    /// The member of that name, nil when there is none or this is no object.
    subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}
