import MarketData
package import Storage

/// A job with what it did: its items, its files, what was refused and what was given up.
package struct JobDetail: Encodable {
    package struct Item: Encodable {
        package var place: Int
        package var name: String
        package var state: String
        package var attempts: Int
        package var `class`: String
        package var rows: Int
        package var seconds: Double
        package var message: String

        package init(_ item: JobItemRecord) {
            (place, name, attempts) = (item.place, item.item.name, item.attempts)
            (state, `class`) = (item.progress.state.rawValue, item.progress.errorClass)
            (rows, message) = (item.progress.rows, item.progress.message)
            seconds = Double(item.progress.duration) / 1e9
        }
    }

    package struct File: Encodable {
        package var path: String
        package var status: String
        package var rows_read: Int
        package var rejected: Int
        package var sha256: String?
        package var message: String

        package init(_ file: FileRecord) {
            (path, status, rows_read) = (file.path, file.status.rawValue, file.rowsRead)
            (rejected, sha256, message) = (file.rejected, file.sha256, file.message)
        }
    }

    package struct Reject: Encodable {
        package var path: String
        package var line: Int64?
        package var byte: Int64?
        package var code: String
        package var reason: String
        package var raw: String

        package init(_ record: RejectRecord) {
            (path, code) = (record.path, "\(record.reject.code)")
            line = record.reject.row < 0 ? nil : record.reject.row
            byte = record.reject.position < 0 ? nil : record.reject.position
            (reason, raw) = (record.reject.reason, record.reject.raw)
        }
    }

    package struct GivenUpPart: Encodable {
        package var series: String
        package var start: String
        package var end: String
        package var reason: String
        package var message: String

        package init(_ part: GivenUp) {
            (series, start, end) = (part.scope.description, part.range.start.description, part.range.end.description)
            (reason, message) = (part.reason, part.message)
        }
    }

    /// Its counts.
    package var job: JobDocument
    /// Its items in their order.
    package var items: [Item]
    /// Its files in the order of their paths.
    package var files: [File]
    /// What was refused, by path and row.
    package var rejects: [Reject]
    /// What it gave up and nobody took up again.
    package var given_up: [GivenUpPart]

    /// Of each list the part at these places; of rejects at most so many.
    ///
    /// - Throws: `StorageError`.
    package init(
        _ record: JobRecord, _ ledger: any Ledger, places: Range<Int> = 0..<Int.max, rejects count: Int
    ) throws(StorageError) {
        func part<Element>(_ list: [Element]) -> ArraySlice<Element> {
            list.dropFirst(places.lowerBound).prefix(places.count)
        }
        job = JobDocument(record)
        items = part(try ledger.items(of: record.id, state: nil)).map(Item.init)
        files = part(try ledger.files(job: record.id)).map(File.init)
        rejects = try ledger.rejects(job: record.id, limit: count).map(Reject.init)
        given_up = part(try ledger.givenUp(job: record.id).map(\.part)).map(GivenUpPart.init)
    }
}
