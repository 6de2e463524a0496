import CAdapterABI
public import MarketData

/// An adapter whose library is loaded and checked. Immutable; any thread may use it.
public final class LoadedAdapter: Sendable {
    /// What it is; the library says the same.
    public let manifest: AdapterManifest
    /// From `adapters.conf`, handed to the adapter at every `begin`.
    public let settings: [String: String]
    /// The library that it came from.
    public let libraryPath: String
    let table: EntryTable

    init(manifest: AdapterManifest, settings: [String: String], libraryPath: String, table: EntryTable) {
        self.manifest = manifest
        self.settings = settings
        self.libraryPath = libraryPath
        self.table = table
    }

    /// The source's name in the store.
    public var id: String { manifest.id }

    /// The ABI's minor version that the library was built with.
    public var abiMinor: Int { table.abiMinor }

    /// What a file's name says.
    ///
    /// - Parameter path: relative to what the user named, with `/`.
    /// - Throws: class `invalidQuery` when the file is not of this source; the message says why.
    public func identify(path: String) throws(AdapterError) -> FileIdentity {
        guard let identify = unsafe table.identify, manifest.descriptor.transports.contains(.file) else {
            throw AdapterError(.invalidQuery, adapter: id, file: path, "this adapter reads no files")
        }
        let texts = TextArena([Array(path.utf8)])
        var identity = cw_identity()
        identity.size = UInt32(MemoryLayout<cw_identity>.size)
        var failure = ErrorReading.empty
        // The three arguments are the host's and live during the call.
        let status = withExtendedLifetime(texts) { unsafe identify(texts[0], &identity, &failure) }
        if status != CW_OK { throw ErrorReading.error(status, failure, adapter: id, file: path) }
        do throws(BrokenPromise) {
            return try self.identity(identity)
        } catch {
            throw broken(error, file: path)
        }
    }

    /// Starts a session.
    ///
    /// - Parameters:
    ///   - query: what is wanted; its settings lie over those of `adapters.conf`.
    ///   - now: the adapter's only clock.
    ///   - log: takes the lines that the adapter writes to the host's log, on the session's thread.
    /// - Throws: what the adapter says against the query.
    public func begin(
        _ query: SessionQuery, now: Timestamp,
        log: @escaping @Sendable (AdapterLogLevel, String) -> Void = { _, _ in }
    ) throws(AdapterError) -> AdapterSession {
        let kind = query.kind.bits
        guard manifest.descriptor.kinds.contains(kind) else {
            throw AdapterError(
                .invalidQuery, adapter: id, file: query.fileName,
                "this adapter delivers no \(kind), only \(manifest.descriptor.kinds)")
        }
        let host = HostServices(log: log)
        let foreign = ForeignQuery(query, settings: settings, now: now)
        var handle: OpaquePointer?
        var failure = ErrorReading.empty
        // The query lives during the call, the host's services as long as the session that owns them.
        let status = unsafe foreign.withQuery { unsafe table.begin(host.pointer, $0, &handle, &failure) }
        if status != CW_OK { throw ErrorReading.error(status, failure, adapter: id, file: query.fileName) }
        guard let handle = unsafe handle else {
            throw broken(BrokenPromise("begin returned CW_OK and no session"), file: query.fileName)
        }
        let session = unsafe AdapterSession(adapter: self, query: query, handle: handle, host: host)
        if let promise = host.brokenPromise { throw broken(promise, file: query.fileName) }
        return session
    }

    /// What a broken promise is to the caller.
    func broken(_ promise: BrokenPromise, file: String) -> AdapterError {
        AdapterError(
            .internal, adapter: id, file: file,
            "the adapter \(id) \(manifest.descriptor.version) broke the ABI: \(promise.text)")
    }

    private func identity(_ raw: cw_identity) throws(BrokenPromise) -> FileIdentity {
        let kind: SeriesKind
        switch raw.kind {
        case CW_KIND_CANDLES:
            guard let interval = Interval(nanoseconds: raw.interval) else {
                throw BrokenPromise("identify gave candles with an interval of \(raw.interval) ns")
            }
            kind = .candles(interval)
        case CW_KIND_TRADES:
            guard raw.interval == 0 else { throw BrokenPromise("identify gave trades with an interval") }
            kind = .trades
        default: throw BrokenPromise("identify gave the unknown kind \(raw.kind)")
        }
        guard manifest.descriptor.kinds.rawValue & UInt32(bitPattern: raw.kind) != 0 else {
            throw BrokenPromise("identify gave a kind that is not among its own (\(manifest.descriptor.kinds))")
        }
        let symbol = try ForeignMemory.string(inArray: raw.symbol, called: "identify's symbol")
        guard !symbol.isEmpty else { throw BrokenPromise("identify gave an empty symbol") }
        return FileIdentity(
            kind: kind, symbol: symbol, base: try ForeignMemory.string(inArray: raw.base, called: "identify's base"),
            quote: try ForeignMemory.string(inArray: raw.quote, called: "identify's quote"))
    }
}
