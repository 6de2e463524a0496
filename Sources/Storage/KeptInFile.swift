/// What lies in a file that somebody may take away while it is open: reads would go on from what has no name any more.
public protocol KeptInFile: Sendable {
    /// Looks whether the file at the path is still the one that is open; some microseconds.
    ///
    /// - Throws: `notFound` where it was deleted, moved or replaced.
    func requireFile() throws(StorageError)
}
