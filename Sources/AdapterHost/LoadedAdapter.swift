import CAdapterABI
public import Confinement
public import MarketData

/// An adapter whose library is loaded and checked. Immutable; any thread may use it.
public final class LoadedAdapter: Sendable {
    /// What it is; the library says the same.
    public let manifest: AdapterManifest
    /// From `adapters.conf`, handed to the adapter at every `begin`.
    public let settings: [String: String]
    /// The library that it came from.
    public let libraryPath: String
    /// Where its code runs.
    public let runMode: AdapterConfiguration.RunMode
    /// Which rights its worker processes have given up; nil where it runs in this process.
    public let confinement: Confinement?
    /// The ABI's minor version that the library was built with.
    public let abiMinor: Int

    /// Its functions, where they run in this process.
    package let table: EntryTable?
    private let place: Place

    private enum Place: Sendable {
        case here(EntryTable)
        case workers(WorkerPool)
    }

    init(manifest: AdapterManifest, settings: [String: String], libraryPath: String, table: EntryTable) {
        (self.manifest, self.settings, self.libraryPath) = (manifest, settings, libraryPath)
        (runMode, confinement, abiMinor) = (.inProcess, nil, table.abiMinor)
        self.table = table
        place = .here(table)
    }

    init(
        manifest: AdapterManifest, settings: [String: String], libraryPath: String, workers: WorkerPool,
        reading: WorkerReading
    ) {
        (self.manifest, self.settings, self.libraryPath) = (manifest, settings, libraryPath)
        (runMode, confinement, abiMinor) = (.worker, reading.confinement, reading.abiMinor)
        table = nil
        place = .workers(workers)
    }

    /// The source's name in the store.
    public var id: String { manifest.id }

    /// What a file's name says.
    ///
    /// - Parameter path: relative to what the user named, with `/`.
    /// - Throws: class `invalidQuery` when the file is not of this source; the message says why.
    public func identify(path: String) throws(AdapterError) -> FileIdentity {
        guard manifest.descriptor.transports.contains(.file) else {
            throw AdapterError(.invalidQuery, adapter: id, file: path, "this adapter reads no files")
        }
        var identity = cw_identity()
        identity.size = UInt32(MemoryLayout<cw_identity>.size)
        var failure = ErrorReading.empty
        let status = try identify(path, &identity, &failure)
        if status != CW_OK { throw ErrorReading.error(status, failure, adapter: id, file: path) }
        do throws(BrokenPromise) {
            return try self.identity(identity)
        } catch {
            throw broken(error, file: path)
        }
    }

    private func identify(
        _ path: String, _ identity: inout cw_identity, _ failure: inout cw_error
    ) throws(AdapterError) -> cw_status {
        switch place {
        case .here(let table):
            guard let identify = unsafe table.identify else {
                throw AdapterError(.invalidQuery, adapter: id, file: path, "this adapter reads no files")
            }
            let texts = TextArena([Array(path.utf8)])
            // The three arguments are the host's and live during the call.
            return withExtendedLifetime(texts) { unsafe identify(texts[0], &identity, &failure) }
        case .workers(let pool):
            try refuseQuarantined(pool, file: path)
            do throws(WorkerLoss) {
                return try pool.identify(path, &identity, &failure)
            } catch {
                pool.note(error)
            }
            // Once more, in another process: the name may not have been what ended the first.
            do throws(WorkerLoss) {
                return try pool.identify(path, &identity, &failure)
            } catch {
                throw lost(error, file: path)
            }
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
        let foreign = ForeignQuery(query, settings: settings, now: now)
        var failure = ErrorReading.empty
        let (status, runner) = try begin(foreign, &failure, file: query.fileName, log: log)
        if status != CW_OK { throw ErrorReading.error(status, failure, adapter: id, file: query.fileName) }
        guard let runner else {
            throw broken(BrokenPromise("begin returned CW_OK and no session"), file: query.fileName)
        }
        let session = AdapterSession(adapter: self, query: query, runner: runner)
        if let promise = runner.brokenPromise { throw broken(promise, file: query.fileName) }
        return session
    }

    private func begin(
        _ query: ForeignQuery, _ failure: inout cw_error, file: String,
        log: @escaping @Sendable (AdapterLogLevel, String) -> Void
    ) throws(AdapterError) -> (cw_status, (any SessionRunner)?) {
        switch place {
        case .here(let table):
            let host = HostServices(log: log)
            var handle: OpaquePointer?
            // The query lives during the call, the host's services as long as the session that owns them.
            let status = unsafe query.withQuery { unsafe table.begin(host.pointer, $0, &handle, &failure) }
            guard status == CW_OK, let handle = unsafe handle else { return (status, nil) }
            return unsafe (status, LocalSession(table, handle: handle, host: host))
        case .workers(let pool):
            try refuseQuarantined(pool, file: file)
            do throws(WorkerLoss) {
                let session = WorkerSession(try pool.take(), log: log, pool)
                let status = try session.begin(query, &failure)
                if status == CW_OK { return (status, session) }
                session.endUnbegun()
                return (status, nil)
            } catch {
                throw lost(error, file: file)
            }
        }
    }

    private func refuseQuarantined(_ pool: WorkerPool, file: String) throws(AdapterError) {
        guard let reason = pool.quarantined else { return }
        throw AdapterError(
            .internal, adapter: id, file: file,
            "the adapter \(id) is in quarantine and is not run: \(reason); see candlewick adapters")
    }

    /// What the end of a worker process is to the caller.
    func lost(_ loss: WorkerLoss, file: String) -> AdapterError {
        if case .workers(let pool) = place { pool.note(loss) }
        let ending =
            switch loss {
            case .notStarted, .tooLong: ""
            default: "; only its worker process was ended"
            }
        var error = AdapterError(
            .internal, adapter: id, file: file, "the adapter \(id) \(manifest.descriptor.version) \(loss)\(ending)")
        error.loss = loss
        return error
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
