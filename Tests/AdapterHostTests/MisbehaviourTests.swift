import AdapterHost
import Foundation
import MarketData
import Testing

/// What an adapter may not do, and what the host says of one that does.
@Suite(.enabled(if: CCompiler.cIsThere, CCompiler.absence), .inBothModes) struct MisbehaviourTests {
    private static let manifest = ManifestText.small([
        "source.transports": "transports = [\"file\", \"http\", \"stream\"]",
        "source.kinds": "kinds = [\"candles\", \"instruments\"]",
        "source.hosts": "hosts = [\"api.example.com\"]",
    ])

    private func load() throws -> (AdapterFolder, LoadedAdapter) {
        let folder = try AdapterFolder("misbehaving.c", manifest: Self.manifest)
        return (folder, try folder.entry.load(run: RunModes.current))
    }

    private func session(
        _ adapter: LoadedAdapter, _ what: String, _ kind: SessionQuery.Kind = .candles(FullAdapter.minute)
    ) throws -> AdapterSession {
        try adapter.begin(SessionQuery(kind, symbol: what), now: FullAdapter.now)
    }

    private func expectBroken(_ error: AdapterError?, _ words: String) {
        #expect(error?.errorClass == .internal)
        #expect(error?.adapter == "small")
        #expect(error?.message.contains("small 1.0.0 broke the ABI") == true, "\(String(describing: error))")
        #expect(error?.message.contains(words) == true, "\(String(describing: error))")
    }

    @Test(arguments: [
        ("rows", "the number of rows is 11, and may be 10 at most"),
        ("rows-huge", "the number of rows is 18446744073709551615"),
        ("consumed", "the number of consumed bytes is 6, and may be 5 at most"),
        ("consumed-too-little", "left 4 of the last 5 bytes"),
        ("rejects", "the number of rejects is 1025, and may be 1024 at most"),
        ("full-for-nothing", "says FULL and wrote and consumed nothing"),
        ("flags", "unknown flags 64"),
        ("assertion-inverted", "an assertion runs from 10 to 5"),
        ("assertion-empty", "an assertion runs from 10 to 10"),
        ("assertion-class", "an assertion has the unknown class 9"),
        ("assertion-symbol", "an assertion has the string id 5"),
        ("assertion-null", "1 assertions at a null pointer"),
        ("assertion-many", "the number of assertions is 1099511627776"),
        ("assertion-address", "assertions at an address that is not aligned"),
        ("token-null", "the resume token has 3 bytes at a null pointer"),
        ("token-huge", "the length of the resume token is 1099511627776"),
        ("message-null", "one of the messages of decode has 2 bytes at a null pointer"),
        ("reject-null", "the raw text of a reject has 12 bytes at a null pointer"),
        ("null-intern", "it called host.intern with 3 bytes at a null pointer"),
        ("long-intern", "it called host.intern with a string of 1099511627776 bytes"),
        ("null-log", "it called host.log with 3 bytes at a null pointer"),
    ])
    func decode_brokenPromise_isAnInternalErrorThatNamesIt(what: String, words: String) throws {
        let (folder, adapter) = try load()
        let session = try session(adapter, what)
        _ = try session.nextRequest()
        let batch = CandleBatch(capacity: 10)
        let error = #expect(throws: AdapterError.self) { try session.decodeAll("12345", into: batch) }
        expectBroken(error, words)
        #expect(batch.count == 0)
        withExtendedLifetime(folder) {}
    }

    @Test func decode_unknownStatus_isAnInternalError() throws {
        let (folder, adapter) = try load()
        let session = try session(adapter, "decode-status")
        _ = try session.nextRequest()
        let error = #expect(throws: AdapterError.self) {
            try session.decodeAll("12345", into: CandleBatch(capacity: 10))
        }
        #expect(error?.errorClass == .internal)
        #expect(error?.message.contains("unknown status -5: the adapter does not say why") == true)
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: [
        ("reject-code", Reject.Code.other, "the raw text"),
        ("reject-host-code", .other, "the raw text"),
        ("reject-not-utf8", .number, "a\u{FFFD}z"),
        ("reject-long", .number, String(repeating: "r", count: Reject.longestRaw)),
    ])
    func decode_oddReject_isKeptAsFarAsItGoes(what: String, code: Reject.Code, raw: String) throws {
        let (folder, adapter) = try load()
        let session = try session(adapter, what)
        _ = try session.nextRequest()
        let decoded = try session.decodeAll("12345", into: CandleBatch(capacity: 10))
        #expect(
            decoded.flatMap(\.rejects) == [Reject(row: 7, position: 70, code: code, reason: "a reason", raw: raw)])
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: [
        ("instrument-symbol", "instrument 0 has no symbol"),
        ("instrument-base", "an instrument has the string id 2, which was never given out"),
        ("instrument-category", "an instrument has the unknown category \"ABC\""),
        ("instrument-active", "an instrument has the unknown activity 9"),
    ])
    func decode_brokenInstrument_isAnInternalError(what: String, words: String) throws {
        let (folder, adapter) = try load()
        let session = try session(adapter, what, .instruments)
        _ = try session.nextRequest()
        var list: [SourceInstrument] = []
        var error: AdapterError?
        do throws(AdapterError) {
            _ = try session.decode(
                RawSpan(), position: 0, isLast: true, reply: FullAdapter.reply, into: &list)
        } catch let failure {
            error = failure
        }
        expectBroken(error, words)
        #expect(list.isEmpty)
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: [
        ("request-kind", "unknown kind 99"),
        ("request-no-address", "is empty"),
        ("request-null-address", "the request's address has 5 bytes at a null pointer"),
        ("request-long-address", "the length of the request's address is 18446744073709551615"),
        ("request-other-host", "goes to evil.example.com"),
        ("request-user-at-host", "goes to api.example.com@evil.example.com"),
        ("request-double-slash", "is not allowed"),
        ("request-plain-http", "is not allowed; expected https://HOST"),
        ("request-space", "not plain ASCII"),
        ("request-method", "expected a word, like GET"),
        ("request-other-file", "it asked for the file \"/etc/passwd\"; the query's is \"\""),
        ("request-stream-path", "expected wss://HOST"),
        ("request-null-headers", "1 headers of the request at a null pointer"),
        ("request-many-headers", "the number of headers of the request is 1152921504606846976"),
        ("request-header-name", "is no name of a header"),
        ("request-header-break", "the header X-Name has a line break"),
        ("request-credential", "wants the credential \"somebody-elses\", which it does not name"),
    ])
    func nextRequest_brokenPromise_isAnInternalErrorThatNamesIt(what: String, words: String) throws {
        let (folder, adapter) = try load()
        let session = try session(adapter, what)
        let error = #expect(throws: AdapterError.self) { try session.nextRequest() }
        expectBroken(error, words)
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: [
        ("no-nul", "identify's symbol has no NUL in its 64 bytes"),
        ("no-nul-quote", "identify's quote has no NUL in its 32 bytes"),
        ("not-utf8", "identify's base is not UTF-8"),
        ("no-symbol", "identify gave an empty symbol"),
        ("no-interval", "candles with an interval of 0 ns"),
        ("unknown-kind", "identify gave the unknown kind 64"),
        ("other-kind", "identify gave a kind that is not among its own"),
    ])
    func identify_brokenPromise_isAnInternalErrorThatNamesIt(path: String, words: String) throws {
        let (folder, adapter) = try load()
        let error = #expect(throws: AdapterError.self) { try adapter.identify(path: path) }
        expectBroken(error, words)
        #expect(error?.file == path)
        withExtendedLifetime(folder) {}
    }

    @Test func identify_unknownStatus_isAnInternalError() throws {
        let (folder, adapter) = try load()
        let error = #expect(throws: AdapterError.self) { try adapter.identify(path: "unknown-status") }
        #expect(error?.errorClass == .internal && error?.message.contains("unknown status 77") == true)
        withExtendedLifetime(folder) {}
    }

    @Test func identify_errorWithoutMessageOrWithoutNUL_isStillAnError() throws {
        let (folder, adapter) = try load()
        let silent = #expect(throws: AdapterError.self) { try adapter.identify(path: "no-message") }
        #expect(silent?.message == "the adapter does not say why")
        #expect(silent?.row == -1 && silent?.position == -1 && silent?.retryAfter == nil)
        let long = #expect(throws: AdapterError.self) { try adapter.identify(path: "unterminated-message") }
        #expect(long?.message == String(repeating: "x", count: 480))
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: AdapterErrorClass.allCases)
    func begin_failing_givesTheClassAndItsContext(errorClass: AdapterErrorClass) throws {
        let (folder, adapter) = try load()
        let error = #expect(throws: AdapterError.self) { try session(adapter, "status-\(errorClass.rawValue)") }
        #expect(
            error
                == AdapterError(
                    errorClass, adapter: "small", "refused with \(errorClass.rawValue)", retryAfter: 1_500_000_000,
                    row: 12, position: 340))
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: [
        ("null-session", "begin returned CW_OK and no session"),
        ("null-intern-in-begin", "it called host.intern with 3 bytes at a null pointer"),
    ])
    func begin_brokenPromise_isAnInternalError(what: String, words: String) throws {
        let (folder, adapter) = try load()
        let error = #expect(throws: AdapterError.self) { try session(adapter, what) }
        expectBroken(error, words)
        withExtendedLifetime(folder) {}
    }

    @Test func begin_kindThatTheAdapterHasNot_isAnInvalidQuery() throws {
        let (folder, adapter) = try load()
        let error = #expect(throws: AdapterError.self) { try session(adapter, "x", .trades) }
        #expect(error?.errorClass == .invalidQuery)
        #expect(error?.message == "this adapter delivers no trades, only candles, instruments")
        withExtendedLifetime(folder) {}
    }
}
