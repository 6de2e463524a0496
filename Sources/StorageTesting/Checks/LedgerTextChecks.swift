import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
    static let texts: [LedgerCheck] = [
        LedgerCheck("hard-texts", "Texts with quotes, breaks and any letters come back exactly, wherever they stand") {
            run in
            let ledger = try run.ledger()
            let texts = StoreCheck.hardNames + ["", String(repeating: "long ", count: 2000)]
            for text in texts {
                var start = LedgerSamples.start(text)
                (start.subject, start.storeLocation) = (text, text)
                let job = try ledger.startJob(start)
                var progress = LedgerSamples.progress
                progress.resumeToken = text
                try ledger.finishJob(job, state: .partial, message: text, progress: progress)
                let found = try require(ledger.job(job), "the job")
                try expect(found.start, equals: start, "how it started")
                try expect([found.message, found.progress.resumeToken], equals: [text, text], "message and token")
                var file = LedgerSamples.file(job, text, sha256: "x\(text.utf8.count)")
                file.series = Candle.series(text, text, source: text)
                (file.source, file.message) = (text, text)
                file.member = MemberFingerprint(name: text, size: 1, crc32: 2)
                let reject = Reject(row: 1, position: 2, code: .text, reason: text, raw: text)
                try ledger.recordFile(file, rejects: [reject])
                try expect(ledger.files(job: job), equals: [file], "the file")
                try expect(
                    ledger.rejects(job: job, limit: 5), equals: [RejectRecord(path: text, reject: reject)], "the reject"
                )
                let again = try ledger.finishedMember(
                    MemberFingerprint(name: text, size: 1, crc32: 2), series: Candle.series(text, text, source: text),
                    in: LedgerSamples.store)
                try expect(again, equals: file, "the member")
            }
        },
        LedgerCheck("hard-tickers", "Assets are known by hard tickers, too, and listed by them") { run in
            let ledger = try run.ledger()
            let assets = StoreCheck.hardNames.map { Asset(ticker: $0, name: $0, quoteCurrency: $0, description: $0) }
            try expect(ledger.addAssets(assets), equals: assets, "the new ones")
            try expect(ledger.addAssets(assets), equals: [], "the new ones, given again")
            try expect(rows: ledger.assets(), equal: assets.sorted { $0.ticker < $1.ticker }, "all by ticker")
        },
        LedgerCheck("extreme-numbers", "Large counts and early and late times come back") { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            var progress = JobProgress(at: .latest)
            progress.rowsRead = 1 << 60
            progress.written = WriteCount(inserted: 1 << 59, updated: 1 << 58, unchanged: 1 << 57, accepted: 1 << 56)
            try ledger.updateJob(job, progress: progress)
            try expect(ledger.job(job)?.progress, equals: progress, "the progress")
            var file = LedgerSamples.file(job, "a", sha256: nil)
            (file.size, file.rowsRead, file.first, file.last) = (.max, 1 << 60, .earliest, .latest)
            let reject = Reject(row: .max, position: .max, code: .other, reason: "", raw: "")
            try ledger.recordFile(file, rejects: [reject])
            try expect(ledger.files(job: job), equals: [file], "the file")
            try expect(ledger.rejects(job: job, limit: 1).map(\.reject), equals: [reject], "the reject")
        },
    ]
}
