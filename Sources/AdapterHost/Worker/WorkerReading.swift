package import Confinement

/// What a library says of itself, as a worker has read it, and which rights the worker has given up.
package struct WorkerReading: Sendable {
    /// The descriptor's fields.
    package var fields: [DescriptorField: String] = [:]
    /// What is wrong with the library, in the host's words.
    package var problems: [AdapterProblem] = []
    /// The ABI's minor version that it was built with.
    package var abiMinor = 0
    /// Which rights the worker has given up.
    package var confinement = Confinement(measures: [], landlockVersion: 0)

    /// Nothing known.
    package init() {}

    init(_ reader: inout WireReader) throws(WireProblem) {
        abiMinor = Int(truncatingIfNeeded: try reader.number()) & 0xFFFF
        let measures = UInt32(truncatingIfNeeded: try reader.number())
        confinement = Confinement(
            measures: Confinement.Measures(rawValue: measures),
            landlockVersion: Int(UInt8(truncatingIfNeeded: try reader.number())))
        for _ in 0..<(try reader.count()) {
            let (field, text) = (try reader.string(), try reader.string())
            if let field = DescriptorField(rawValue: field) { fields[field] = text }
        }
        for _ in 0..<(try reader.count()) {
            let (code, file, key) = (try reader.string(), try reader.string(), try reader.string())
            problems.append(
                AdapterProblem(
                    AdapterProblem.Code(rawValue: code), file: file, key: key.isEmpty ? nil : key,
                    try reader.string()))
        }
    }

    /// For the host.
    package func write(to writer: inout WireWriter) {
        writer.add(abiMinor)
        writer.add(Int64(confinement.measures.rawValue))
        writer.add(confinement.landlockVersion)
        writer.add(fields.count)
        for (field, text) in fields {
            writer.add(field.rawValue)
            writer.add(text)
        }
        writer.add(problems.count)
        for problem in problems {
            for text in [problem.code.rawValue, problem.file, problem.key ?? "", problem.message] { writer.add(text) }
        }
    }
}
