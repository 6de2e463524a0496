internal import GRDB
public import Storage
import Synchronization

extension SQLiteStore: ChangeCounting {
    /// SQLite's own count of what other connections have committed, on a connection that writes nothing itself. Some
    /// microseconds: it waits for nobody.
    public func changeMark() throws(StorageError) -> UInt64? { try database.changeMark() }
}

extension SQLiteDatabase {
    func changeMark() throws(StorageError) -> UInt64? {
        do {
            return try changes.withLock { connection in
                if connection == nil { connection = try ReadingConnection(address: address, busyMilliseconds: 0) }
                return try (connection?.number("PRAGMA data_version")).map { UInt64(bitPattern: $0) }
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // Somebody opens or mends the log: for that moment nobody knows.
            return nil
        } catch {
            throw StorageError(error, at: location)
        }
    }
}
