import Storage
import Testing

@testable import StoragePostgreSQL

@Suite struct ServerAddressTests {
    @Test(arguments: [
        ("postgresql://u:hush-hush@h/d", "postgresql://u@h/d"),
        ("postgresql://u:hush%2Dhush@h:5433/d?sslmode=verify-ca", "postgresql://u@h:5433/d?sslmode=verify-ca"),
        ("postgres://h/d?password=hush-hush&user=u", "postgres://u@h/d"),
        ("postgresql://u:hush-hush@a:1,b:2/d", "postgresql://u@a:1,b:2/d"),
        ("postgresql:host=h password='hush-hush' dbname=d", "postgresql:dbname=d host=h"),
        ("postgresql://u:hush-hush@/d?host=/run/x&sslpassword=hush-hush", "postgresql://u@%2Frun%2Fx/d"),
        ("postgresql://h/d", "postgresql://h/d"), ("postgresql:d", "postgresql:d"), ("postgres://", "postgres://"),
    ])
    func location_ofAnAddress_holdsNoPassword(written: String, shown: String) throws {
        let address = try ServerAddress(#require(StoreLocation(written)))
        #expect(address.location == shown)
        if written.contains("hush") {
            #expect(!address.redacted("failed with hush-hush and hush%2Dhush").contains("hush-hush"))
        }
        // What is shown can be used again: it names the same place.
        #expect(try ServerAddress(#require(StoreLocation(address.location))).location == shown)
    }

    @Test(arguments: [
        "postgresql://u:hush-hush@x@h/d", "postgresql://u:hush-hush@h/d?nonsense=1", "postgresql:password=hush-hush x",
        "postgresql://u:hush-hush@h:%zz/d", "sqlite:hush-hush",
    ])
    func address_thatIsNone_isRefusedWithoutThePassword(written: String) throws {
        let location = try #require(StoreLocation(written))
        let error = #expect(throws: StorageError.self) { _ = try ServerAddress(location) }
        if location.scheme != "sqlite" { #expect(error?.description.contains("hush") == false) }
    }

    @Test(arguments: ["", "Candlewick", "1a", "a-b", "a\"b", "pg_x", "ü", "a b", String(repeating: "a", count: 64)])
    func schema_thatNeedsQuotes_isRefused(name: String) throws {
        let location = try #require(StoreLocation("postgresql://127.0.0.1:1/x"))
        let error = #expect(throws: StorageError.self) {
            _ = try PostgreSQLDatabase(location, settings: PostgreSQLSettings(schema: name), mode: .create)
        }
        #expect(error?.code == .unsupported)
    }

    @Test(arguments: [
        (
            "connection to server at \"h\", port 1 failed: FATAL:  28P01: password authentication failed for user \"u\"\n"
                + "LOCATION:  auth_failed, auth.c:338\n",
            "28P01", false
        ),
        ("connection to server failed: FATAL:  57P03: the database system is starting up\n", "57P03", true),
        ("connection to server failed: Connection refused\n\tIs the server running?\n", "", true),
        ("connection to server failed: SSL error: certificate verify failed\n", ServerFailure.tls, false),
    ])
    func refusal_words_giveTheState(words: String, state: String, isPassing: Bool) throws {
        let failure = try ServerConnection.refusal(words, ServerAddress(#require(StoreLocation("postgresql://h/d"))))
        #expect(failure.state == state)
        #expect(failure.isConnectionLost == isPassing)
        #expect(!failure.message.contains("\n") && !failure.message.contains("LOCATION"))
    }
}
