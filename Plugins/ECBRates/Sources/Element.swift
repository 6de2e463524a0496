import CLibXML2

/// An element's start tag.
struct Element {
    /// Without a prefix.
    let name: String
    /// Empty for none.
    let namespace: String
    /// Those without a namespace of their own.
    private(set) var attributes: [(name: String, value: String)] = []

    /// Nil when there is no such attribute.
    subscript(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

    /// From what libxml2's `startElementNs` is given: five pointers an attribute (name, prefix, namespace, first byte of
    /// the value, the byte behind it).
    @unsafe init(
        name: UnsafePointer<xmlChar>?, namespace: UnsafePointer<xmlChar>?,
        attributes list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
    ) {
        self.name = unsafe Self.text(name)
        self.namespace = unsafe Self.text(namespace)
        guard let list = unsafe list else { return }
        for index in 0..<count {
            // In bounds: `count` times five pointers.
            guard unsafe list[5 * index + 2] == nil, let first = unsafe list[5 * index + 3],
                let end = unsafe list[5 * index + 4]
            else { continue }
            let value = unsafe UnsafeBufferPointer(start: first, count: end - first)
            attributes.append((unsafe Self.text(list[5 * index]), unsafe String(decoding: value, as: UTF8.self)))
        }
    }

    /// libxml2's texts end with a NUL.
    private static func text(_ text: UnsafePointer<xmlChar>?) -> String {
        unsafe text.map { unsafe String(decodingCString: $0, as: UTF8.self) } ?? ""
    }
}
