/// A store that can say, in microseconds, whether anything was written since.
public protocol ChangeCounting: Sendable {
    /// A number that is another one after every change of the store, by whatever process; nil where that cannot be told
    /// just now. Of two equal numbers from one open store nothing was committed between them. It means nothing to another
    /// process, or after a restart.
    ///
    /// - Throws: `StorageError` where the store cannot be read.
    func changeMark() throws(StorageError) -> UInt64?
}
