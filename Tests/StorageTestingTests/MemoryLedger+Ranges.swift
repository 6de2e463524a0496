import MarketData
import Storage

extension MemoryLedger {
    func coverage(of scope: CoverageScope, in store: StoreIdentity) -> [CoverageRecord] {
        read().coverage(of: scope, in: store, fault)
    }

    func eachCoverageSet(in store: StoreIdentity, base: String?, _ body: (CoverageSet) -> Void) {
        for set in read().sets(in: store, base: base, fault) { body(set) }
    }

    func suspects(in store: StoreIdentity, base: String?) -> [Suspect] {
        read().suspects.filter { $0.store == store }.map(\.suspect)
            .filter { base == nil || $0.series.instrument.base == base }
            .sorted { one, other in
                let (left, right) = (one.series, other.series)
                let instruments = (left.instrument, right.instrument)
                return (
                    instruments.0.base, instruments.0.quote, left.kind.interval?.nanoseconds ?? 0, left.source,
                    one.range.start
                ) < (
                    instruments.1.base, instruments.1.quote, right.kind.interval?.nanoseconds ?? 0, right.source,
                    other.range.start
                )
            }
    }

    func gaps(in store: StoreIdentity, status: GapStatus?) -> [Gap] {
        read().gaps.filter { $0.store == store && (status == nil || $0.status == status) }.sorted { one, other in
            let (left, right) = (one.line, other.line)
            return (
                left.instrument.base, left.instrument.quote, left.kind.interval?.nanoseconds ?? 0, one.range.start
            ) < (
                right.instrument.base, right.instrument.quote, right.kind.interval?.nanoseconds ?? 0, other.range.start
            )
        }
    }

    func deleteGaps(
        in store: StoreIdentity, status: GapStatus, before moment: Timestamp
    ) throws(StorageError) -> Int {
        let fault = fault
        return try change { content in
            let before = content.gaps.count
            content.gaps.removeAll {
                $0.store == store && $0.status == status && ($0.at < moment || fault == .deletesNewGaps)
            }
            return before - content.gaps.count
        }
    }

    func givenUp(in store: StoreIdentity) -> [GivenUpRecord] {
        let content = read()
        let ofStore = Set(content.jobs.filter { $0.start.store == store || fault == .mixesUpGivenUp }.map(\.id))
        return content.givenUp.filter { ofStore.contains($0.part.job) }
    }

    func givenUp(job: JobID?) -> [GivenUpRecord] {
        read().givenUp.filter { job == nil || $0.part.job == job }
    }
}
