@_exported public import CAdapterEntry

/// A source of market data. This is what an adapter's author writes, together with a session.
///
/// An adapter does no I/O. It says what it wants (a file, an HTTP request), the host fetches it, and a session turns
/// the bytes into rows. So it is tested on bytes alone, cannot leak a key, and a host can run it without rights.
///
/// **1. The adapter type** says what it is, and knows its files by their names:
///
///     public import AdapterKit
///
///     enum TinyCSV: Adapter {
///         static let descriptor = Descriptor(
///             id: "tiny-csv", name: "Tiny CSV", version: "1.0.0", licence: "Apache-2.0",
///             kinds: [.trades], transports: [.file])
///
///         static func identify(path: String) throws(AdapterFailure) -> Identity {
///             guard path.hasSuffix("BTC-USD.csv") else {
///                 throw AdapterFailure(.invalidQuery, "\(path): files of this source are called BTC-USD.csv")
///             }
///             return Identity(kind: .trades, symbol: "BTC-USD", base: "BTC", quote: "USD")
///         }
///
///         typealias Session = TinySession
///     }
///
/// **2. The session** answers one query; see `AdapterSession`.
///
/// **3. One entry line** makes a library of it:
///
///     @c @implementation public func candlewick_adapter_main() -> UnsafeRawPointer! {
///         // The registration is AdapterKit's own object.
///         unsafe adapterEntry(TinyCSV.self)
///     }
///
/// Beside the library lies `adapter.toml`, which says the same as the descriptor. Link as this package links its own
/// (`oneSymbol` in Package.swift): by lld with the version script `Plugins/adapter.map`, so that the library shows one
/// symbol, and with `-z nodelete`. Do not import Foundation:
/// a library that is linked statically against it cannot be loaded.
public protocol Adapter {
    /// Answers one query.
    associatedtype Session: AdapterSession

    /// What the adapter is. Read once.
    static var descriptor: Descriptor { get }

    /// What a file's name says about it. `path` is relative to what the user named, with `/`; judge its last part.
    ///
    /// Throws `invalidQuery` for a file of another source, with what the names of this one look like. Any thread
    /// may call it. An adapter without files leaves it out.
    static func identify(path: String) throws(AdapterFailure) -> Identity
}

extension Adapter {
    /// For adapters without files: none is theirs.
    public static func identify(path: String) throws(AdapterFailure) -> Identity {
        throw AdapterFailure(.invalidQuery, "\(descriptor.name) reads no files")
    }
}

/// One query being answered: a state machine without I/O.
///
/// The host calls `nextRequest`, fetches what it says, calls `decode` as often as there are bytes, then `nextRequest`
/// again, until that returns nil. One thread has a session at a time. A struct is enough:
///
///     struct TinySession: AdapterSession {
///         var fileName: String?
///         var lines: Int64 = 0
///
///         init(query: Query, host: Host) throws(AdapterFailure) { fileName = query.fileName }
///
///         mutating func nextRequest() throws(AdapterFailure) -> Request? {
///             defer { fileName = nil }
///             return fileName.map { .file($0) }
///         }
///
///         mutating func decode(
///             _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
///         ) throws(AdapterFailure) -> Decoded {
///             let position = reply.position
///             return LineReader.read(bytes, isLast: reply.isLast, linesBefore: lines) { reader in
///                 while !batch.isFull, reader.nextLine() {
///                     let at = position + Int64(reader.lineStart)
///                     if let time = reader.seconds(.comma), let price = reader.decimal(.comma),
///                         let volume = reader.decimal(.line)
///                     {
///                         batch.trades.append(
///                             Trade(time: time, price: price, volume: volume, row: reader.line, position: at))
///                     } else {
///                         batch.rejects.append(
///                             Reject(.number, "expected: time, price, volume", row: reader.line,
///                                 record: reader.skipLine()))
///                     }
///                 }
///                 lines = reader.line
///                 return Decoded(consumed: reader.consumed, isFull: batch.isFull)
///             }
///         }
///     }
///
/// (This very session is in AdapterKit's tests.)
public protocol AdapterSession {
    /// Begins. Keep of the query what you need, and the host if you use it.
    ///
    /// Throws `invalidQuery` for a symbol, interval or setting that the source does not have.
    init(query: Query, host: Host) throws(AdapterFailure)

    /// What to fetch next, nil when the query is answered. Called at the start, and after the last byte of the
    /// request before was decoded.
    mutating func nextRequest() throws(AdapterFailure) -> Request?

    /// Decodes a piece of the reply: writes rows, consumes whole records.
    ///
    /// `bytes` are those that no earlier call consumed, and what has come since. Consume only whole records:
    /// then the same bytes give the same rows however they are split. To consume nothing and write nothing
    /// (`Decoded.needsMore`) means "show me more". When `reply.isLast`, everything has to be consumed or refused.
    ///
    /// A record that cannot be used is a reject, and decoding goes on. Throw only when nothing of the reply can
    /// be used; look at `reply.httpStatus` first. Stop when `batch.isFull` and say so: the host calls again.
    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded
}
