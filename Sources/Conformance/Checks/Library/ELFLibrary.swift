/// What a shared library tells the loader: symbols, needed libraries, rights. ELF, 64 bits, little-endian.
///
/// Read from the dynamic segment, as the loader does; section headers, which may be missing or lie, are not looked at.
struct ELFLibrary {
    struct Symbol: Hashable {
        var name: String
        /// Whether it is in this library, not wanted of another.
        var isDefined: Bool
        /// Whether other libraries can see it.
        var isVisible: Bool
    }

    /// The dynamic table, without its first, empty entry.
    let symbols: [Symbol]
    /// Libraries that are loaded with it.
    let needed: [String]
    let hasTextRelocations: Bool
    let stackIsExecutable: Bool
    private let bytes: ELFBytes

    /// - Throws: where the file is not sound.
    init(_ contents: [UInt8]) throws(ELFProblem) {
        let bytes = ELFBytes(contents)
        guard contents.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { throw ELFProblem("it is no ELF file") }
        guard contents.count > 64, contents[4] == 2, contents[5] == 1, try bytes.number(16, as: UInt16.self) == 3 else {
            throw ELFProblem("it is no shared library of 64 bits, little-endian")
        }
        let segments = try Segments(bytes)
        let dynamic = try Dynamic(bytes, segments)
        stackIsExecutable = segments.stackIsExecutable
        hasTextRelocations = dynamic.hasTextRelocations
        needed = try dynamic.needed(bytes)
        symbols = try dynamic.symbols(bytes, segments)
        self.bytes = bytes
    }

    /// Whether the Rust compiler made it, so that Rust's own runtime is in it. Searches the whole file.
    var isFromRust: Bool { bytes.contains("rustc version ") }
}

/// The program headers.
struct Segments {
    private var loaded: [(address: UInt64, offset: UInt64, size: UInt64)] = []
    private(set) var dynamic: (offset: UInt64, size: UInt64)?
    /// A library that does not say is given an executable one.
    private(set) var stackIsExecutable = true

    init(_ bytes: ELFBytes) throws(ELFProblem) {
        let start = try bytes.number(32, as: UInt64.self)
        let size = UInt64(try bytes.number(54, as: UInt16.self))
        for index in 0..<UInt64(try bytes.number(56, as: UInt16.self)) {
            // No header of a file lies beyond what adds up.
            let at = start &+ index * size
            let offset = try bytes.number(at &+ 8, as: UInt64.self)
            let length = try bytes.number(at &+ 32, as: UInt64.self)
            switch try bytes.number(at, as: UInt32.self) {
            case 1: loaded.append((try bytes.number(at &+ 16, as: UInt64.self), offset, length))
            case 2: dynamic = (offset, length)
            case 0x6474_E551: stackIsExecutable = try bytes.number(at &+ 4, as: UInt32.self) & 1 != 0
            default: break
            }
        }
    }

    /// Where in the file an address lies.
    func place(of address: UInt64) throws(ELFProblem) -> UInt64 {
        guard let segment = loaded.first(where: { address >= $0.address && address - $0.address < $0.size }) else {
            throw ELFProblem("the address \(address) lies in none of its segments")
        }
        return segment.offset &+ (address - segment.address)
    }
}
