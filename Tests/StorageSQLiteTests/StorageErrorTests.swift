import GRDB
import Storage
import Testing

@testable import StorageSQLite

@Suite struct StorageErrorTests {
    @Test(arguments: [
        (ResultCode.SQLITE_FULL, StorageError.Code.full), (.SQLITE_IOERR_SHMSIZE, .full), (.SQLITE_READONLY, .readOnly),
        (.SQLITE_READONLY_DIRECTORY, .readOnly), (.SQLITE_CANTOPEN, .readOnly), (.SQLITE_PERM, .readOnly),
        (.SQLITE_BUSY, .busy), (.SQLITE_BUSY_SNAPSHOT, .busy), (.SQLITE_LOCKED, .busy), (.SQLITE_CORRUPT, .corrupt),
        (.SQLITE_NOTADB, .corrupt), (.SQLITE_IOERR_FSYNC, .other), (.SQLITE_CONSTRAINT, .other),
    ])
    func storageError_ofEachSQLiteCode_hasItsClassAndWhatSQLiteSaid(result: ResultCode, code: StorageError.Code) {
        let error = StorageError(DatabaseError(resultCode: result, message: "the words"), at: "sqlite:x")
        #expect(error.code == code)
        #expect(error.location == "sqlite:x")
        #expect(error.message.contains("the words"))
        #expect(!error.advice.isEmpty)
    }

    @Test func storageError_ofAStorageError_staysWhatItIs() {
        let error = StorageError(.unsupported, at: "sqlite:x", "words", advice: "do this")
        #expect(StorageError(error, at: "sqlite:y") == error)
    }
}
