extension EntryTable {
    /// What the host finds wrong with a table somewhere in memory, of `library` as messages call it.
    ///
    /// - Parameter address: of a whole `cw_adapter`, readable during the call.
    package static func problems(at address: UnsafeRawPointer, of library: String) -> [AdapterProblem] {
        // The caller vouches for the address.
        unsafe read(address, of: library).problems
    }

    /// What a table's descriptor says now, by the manifest's keys; without the fields that cannot be read.
    ///
    /// - Parameter address: of a whole `cw_adapter`, readable during the call.
    package static func fields(at address: UnsafeRawPointer, of library: String) -> [String: String] {
        // The caller vouches for the address.
        let fields = unsafe read(address, of: library).descriptor
        return Dictionary(uniqueKeysWithValues: fields.map { ($0.key.rawValue, $0.value) })
    }
}
