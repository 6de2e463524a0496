import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
    static let files: [LedgerCheck] = [
        LedgerCheck("file-fields", "Every field of a file's record comes back, whatever its status") { run in
            let place = try run.migrated()
            let ledger = try place.openLedger()
            for status in FileStatus.allCases {
                let job = try ledger.startJob(LedgerSamples.start())
                let full = LedgerSamples.fullFile(job, status: status)
                let trades = LedgerSamples.file(job, "a", sha256: nil, status: status, series: Trade.series())
                let bare = LedgerSamples.file(job, "b", sha256: nil, status: status)
                for file in [full, bare, trades] { try ledger.recordFile(file, rejects: []) }
                try expect(rows: ledger.files(job: job), equal: [trades, bare, full], "the files by path")
                try expect(rows: place.openLedger().files(job: job), equal: [trades, bare, full], "opened again")
            }
        },
        LedgerCheck(
            "file-finished",
            "A file that was read whole is known again by content, series and store, and only by all three"
        ) { run in
            for status in FileStatus.allCases {
                let ledger = try run.ledger()
                let record = LedgerSamples.fullFile(try ledger.startJob(LedgerSamples.start()), status: status)
                try ledger.recordFile(record, rejects: [])
                try recognises(record, ledger)
            }
        },
        LedgerCheck(
            "file-newest", "Of several records of one content the newest counts, and a later failure erases none"
        ) {
            run in
            let ledger = try run.ledger()
            let series = Series.candles("BTC", "USD", minutes: 60, source: "kraken-csv")
            let (one, two) = (try ledger.startJob(LedgerSamples.start()), try ledger.startJob(LedgerSamples.start()))
            let first = LedgerSamples.file(one, "a", sha256: "x", status: .partial, series: series)
            try ledger.recordFile(first, rejects: [LedgerSamples.reject(1)])
            try ledger.recordFile(
                LedgerSamples.file(two, "a", sha256: "x", status: .failed, series: series), rejects: [])
            let store = LedgerSamples.store
            try expect(ledger.finishedFile(sha256: "x", series: series, in: store), equals: first, "after a failure")
            let second = LedgerSamples.file(two, "c", sha256: "x", series: series)
            try ledger.recordFile(second, rejects: [])
            try expect(ledger.finishedFile(sha256: "x", series: series, in: store), equals: second, "the newest")
            try expect(ledger.files(job: one), equals: [first], "the first job's files")
            try expect(ledger.rejects(job: one, limit: 10).count, equals: 1, "the first job's rejects")
        },
        LedgerCheck("file-again", "A second record of a path by the same job replaces the first, and its rejects") {
            run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            try ledger.recordFile(
                LedgerSamples.file(job, "a", sha256: nil, status: .failed),
                rejects: [LedgerSamples.reject(1), LedgerSamples.reject(2)])
            let other = LedgerSamples.file(job, "b", sha256: "y")
            try ledger.recordFile(other, rejects: [LedgerSamples.reject(3)])
            let again = LedgerSamples.file(job, "a", sha256: "x", status: .partial)
            try ledger.recordFile(again, rejects: [LedgerSamples.reject(4)])
            try expect(rows: ledger.files(job: job), equal: [again, other], "the files")
            let expected = [
                RejectRecord(path: "a", reject: LedgerSamples.reject(4)),
                RejectRecord(path: "b", reject: LedgerSamples.reject(3)),
            ]
            try expect(rows: ledger.rejects(job: job, limit: 10), equal: expected, "the rejects")
        },
        LedgerCheck("file-without-job", "A file of a job that is not there is refused, and nothing of it is kept") {
            run in
            let ledger = try run.ledger()
            let job = JobID(999_999)
            try expectRefusal([], "a file of a job that is not there") {
                try ledger.recordFile(
                    LedgerSamples.file(job, "a", sha256: "x"), rejects: [LedgerSamples.reject(1)])
            }
            try expect(ledger.files(job: job), equals: [], "the files")
            try expect(ledger.rejects(job: job, limit: 5), equals: [], "the rejects")
        },
    ]

    private static func recognises(_ record: FileRecord, _ ledger: any Ledger) throws {
        let store = LedgerSamples.store
        let expected = record.status.isFinished ? record : nil
        let series = try require(record.series, "a series")
        let member = try require(record.member, "a member")
        try expect(
            ledger.finishedFile(sha256: "ab12", series: series, in: store), equals: expected,
            "the \(record.status) file")
        try expect(
            ledger.finishedMember(member, series: series, in: store), equals: expected, "the \(record.status) member")
        try expect(ledger.finishedFile(sha256: "ab13", series: series, in: store), equals: nil, "another content")
        try expect(
            ledger.finishedSizes(in: store), equals: expected.map { Set([$0.size]) } ?? [],
            "lengths of what was read whole")
        try expect(ledger.finishedSizes(in: .random()), equals: [], "lengths of another store's files")
        for other in [
            MemberFingerprint(name: "b", size: .max, crc32: .max),
            MemberFingerprint(name: member.name, size: 1, crc32: .max),
            MemberFingerprint(name: member.name, size: .max, crc32: 0),
        ] { try expect(ledger.finishedMember(other, series: series, in: store), equals: nil, "another member") }
        try expect(
            ledger.finishedFile(sha256: "ab12", series: series, in: .random()), equals: nil, "another store's file")
        try expect(ledger.finishedMember(member, series: series, in: .random()), equals: nil, "another store's member")
        for other: Series in [
            Series.candles("ETH", "USD", minutes: 60, source: "kraken-csv"),
            Series.candles("BTC", "EUR", minutes: 60, source: "kraken-csv"),
            Series.candles("BTC", "USD", minutes: 5, source: "kraken-csv"),
            Series.candles("BTC", "USD", minutes: 60, source: "other"),
            Trade.series("BTC", "USD", source: "kraken-csv"),
        ] {
            // The same content under another name belongs to another series, and has to be read for it.
            try expect(ledger.finishedFile(sha256: "ab12", series: other, in: store), equals: nil, "a file of \(other)")
            try expect(ledger.finishedMember(member, series: other, in: store), equals: nil, "a member of \(other)")
        }
    }
}
