import AdapterHost
import CAdapterABI
import Glibc

/// The table of a loaded library, where it lies.
///
/// @unchecked Sendable: a constant in a library that is never unloaded; the ABI lets any thread call `describe`.
@safe struct RawTable: @unchecked Sendable {
    private let table: UnsafePointer<cw_adapter>
    private let library: String

    init(of adapter: LoadedAdapter) throws {
        guard adapter.table != nil else {
            throw CheckSkip("it looks at the library in the process of the check; leave out --run worker for it")
        }
        library = adapter.libraryPath
        // It is loaded already, for ever, and its symbol was found.
        let symbol = unsafe dlopen(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)
            .flatMap { unsafe dlsym($0, "candlewick_adapter_entry") }
        guard let symbol = unsafe symbol else { throw CaseProblem("\(library): no symbol candlewick_adapter_entry") }
        // The host has checked its magic, size and alignment.
        unsafe table = UnsafePointer(symbol.assumingMemoryBound(to: cw_adapter.self))
    }

    /// What `describe` gives now, read with every pointer checked.
    func described() -> Described {
        // Not null, or the host had refused the table.
        let address = unsafe UInt(bitPattern: table.pointee.describe?())
        return unsafe Described(
            address: address, fields: EntryTable.fields(at: UnsafeRawPointer(table), of: library))
    }

    /// The same table of another major version, whose functions must not be called, is refused for that alone.
    func expectRefusal(of major: UInt16, library: String) throws {
        // Version 1.0 has no more than this; what is longer in a newer one is not read.
        var other = unsafe table.pointee
        other.abi_major = major
        // Ends the process, so that a call would be seen.
        unsafe other.describe = { abort() }
        let problems = unsafe withUnsafePointer(to: &other) { copy in
            unsafe EntryTable.problems(at: UnsafeRawPointer(copy), of: library)
        }
        guard problems.count == 1, problems[0].key == "candlewick_adapter_entry.abi_major" else {
            throw CaseProblem("a copy of its table with major version \(major) was not refused: \(problems)")
        }
    }
}
