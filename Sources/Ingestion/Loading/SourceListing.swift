public import AdapterHost
public import MarketData
import Pipeline
import Transport

/// What a source trades, asked of it.
public struct SourceListing: Sendable {
    private let source: SourceAdapter
    private let options: LoadOptions
    private let now: @Sendable () -> Timestamp

    /// A listing of a source. `now` is the clock.
    public init(of source: SourceAdapter, options: LoadOptions, now: @escaping @Sendable () -> Timestamp) {
        self.source = source
        self.options = options
        self.now = now
    }

    /// Everything that the source lists, or what it finds for a text; bases and quotes by the hub's names.
    ///
    /// - Parameters:
    ///   - text: what to search for in symbol, base and name; empty for everything.
    ///   - category: only things of this sort, as far as the source says what they are.
    ///   - meter: stops it; what came before is lost then.
    /// - Throws: why the source did not say.
    public func instruments(
        matching text: String, category: AssetCategory?, meter: LoadMeter
    ) async throws(LoadFailure) -> [SourceInstrument] {
        let walk = SourceWalk(source, meter, options, now: now)
        let query = SessionQuery(.instruments, base: text, category: category)
        var found: [SourceInstrument] = []
        do throws(SourceWalk.Trouble) {
            try await walk.run(query, begin: { token in if token.isEmpty { found = [] } }) {
                session, reply, record, token in
                let context = ReplyContext(reply)
                var consumed = 0
                while true {
                    // The bytes of bytes: there is nothing in them that could be read as something else.
                    let bytes = unsafe reply.body.span.bytes.extracting(consumed..<reply.body.count)
                    let before = found.count
                    let decoded = try session.decode(
                        bytes, position: Int64(consumed), isLast: true, reply: context, into: &found)
                    record?.add(decoded, found[before...], of: session)
                    consumed += decoded.consumed
                    if !decoded.resumeToken.isEmpty { token = decoded.resumeToken }
                    if !decoded.isFull { break }
                }
            }
        } catch {
            switch error {
            case .failure(let failure): throw failure
            case .limit(let message): throw LoadFailure(AdapterErrorClass.sourceLimit.word, message)
            case .stopped: throw LoadFailure(FetchError.Code.cancelled.rawValue, "stopped")
            }
        }
        return found.map(named).filter { instrument in
            (category == nil || instrument.category == nil || instrument.category == category)
                && (text.isEmpty || instrument.mentions(text))
        }
    }

    /// With the hub's names of base and quote, which is what everything else is asked by.
    private func named(_ instrument: SourceInstrument) -> SourceInstrument {
        var instrument = instrument
        // What can be no name in the hub is shown as the source writes it.
        instrument.base = (try? source.aliases.asset(instrument.base)) ?? instrument.base
        instrument.quote = (try? source.aliases.asset(instrument.quote)) ?? instrument.quote
        return instrument
    }
}

extension SourceInstrument {
    /// Whether a text stands in its symbol, base or name, in whatever case.
    func mentions(_ text: String) -> Bool {
        let wanted = text.lowercased()
        return [symbol, base, "\(base)/\(quote)", name].contains { $0.lowercased().contains(wanted) }
    }
}
