import AdapterHost
import MarketData
import Pipeline
import Storage
import Transport

/// Reads one part of a load from its source and hands on what comes.
struct LoadReading {
    let walk: SourceWalk
    let pool: BatchPool
    /// Hands a message to the writer and waits until it is taken: the back pressure.
    let send: @Sendable (LoadMessage) async -> Void
    /// Rejects kept with their text.
    let rejectsKept: Int

    /// Reads a part; the last message says how it ended. Why it was given up, nil when it was not.
    ///
    /// - Parameter token: where an earlier process left off; empty for the beginning.
    func read(_ number: Int, _ item: LoadPlan.Item, behind token: [UInt8] = []) async -> LoadFailure? {
        var end = LoadEnd()
        var inspection = LoadInspection(item.wish, walk.source)
        var rejects = RejectLog(limit: rejectsKept)
        do throws(SourceWalk.Trouble) {
            var query = query(item.wish)
            query.resumeToken = token
            try await walk.run(query, begin: { inspection.beginSession(behind: $0) }) {
                session, reply, record, token in
                end.bytes += Int64(reply.body.count)
                var decoding = ReplyDecoding(reply, session, item.scope, record)
                inspection.beginReply(at: reply.receivedAt)
                while !decoding.isThrough {
                    let batch = pool.batch(for: item.wish.kind)
                    var message = LoadMessage(item: number)
                    do throws(AdapterError) {
                        message.tally = try decoding.next(into: batch, &inspection, &rejects)
                    } catch {
                        pool.giveBack(batch)
                        throw error
                    }
                    if batch.count > 0 {
                        message.rows = StoredRows(batch.stored, among: inspection.series)
                    } else {
                        pool.giveBack(batch)
                    }
                    message.claims = decoding.claims
                    message.endsReply = decoding.isThrough
                    message.token = decoding.token
                    if !decoding.token.isEmpty { token = decoding.token }
                    await send(message)
                }
            }
        } catch {
            await note(error, number, item, &end)
        }
        end.rejects = rejects.rejects.sorted { $0.row < $1.row }
        RowInstruments.rejected(rejects.counts, source: item.scope.source)
        await send(LoadMessage(item: number, end: end))
        return end.failure
    }

    /// How a walk ended that did not get to its end.
    private func note(_ trouble: SourceWalk.Trouble, _ number: Int, _ item: LoadPlan.Item, _ end: inout LoadEnd) async {
        switch trouble {
        case .stopped: end.isStopped = true
        case .failure(let failure):
            // That there is nothing is an answer.
            if failure.reason == AdapterErrorClass.noData.word {
                end.note = failure.message
                end.hasNothingMore = true
            } else {
                end.failure = failure
            }
        case .limit(let message):
            end.note = message
            let claim = LoadClaim(scope: item.scope, claim: .sourceLimit, range: item.wish.range)
            await send(LoadMessage(item: number, claims: [claim]))
        }
    }

    private func query(_ wish: LoadWish) -> SessionQuery {
        let kind: SessionQuery.Kind =
            switch wish.kind {
            case .candles(let interval): .candles(interval)
            case .trades: .trades
            }
        switch wish.subject {
        case .instrument(let instrument, let category):
            return SessionQuery(
                kind, range: wish.range, base: instrument.base, quote: instrument.quote, category: category,
                adjusted: wish.adjusted)
        case .group(let category, let quote):
            return SessionQuery(
                kind, range: wish.range, quote: quote, category: category, allSymbols: true, adjusted: wish.adjusted)
        }
    }
}
