import Ingestion
import Storage

extension ProgressLine.Reading {
    init(_ reading: IngestMeter.Reading) {
        self.init(
            done: reading.bytesDone, total: reading.bytesTotal, count: reading.progress.rowsRead, noun: "rows",
            detail: "\(grouped(reading.progress.itemsDone)) of \(counted(reading.filesTotal, "file"))")
    }
}

extension ProgressLine.Reading {
    init(_ meter: RowMeter) {
        let done = meter.rowsDone
        self.init(done: Int64(done), total: Int64(meter.rowsTotal), count: done, noun: "rows", detail: "")
    }
}

extension ProgressLine.Reading {
    init(_ reading: LoadMeter.Reading) {
        // Estimates can be too low.
        let total = max(reading.requestsTotal, reading.repliesDone)
        let done = max(reading.requestsDone, min(reading.repliesDone, reading.requestsTotal))
        self.init(
            done: Int64(done), total: Int64(total), count: reading.repliesDone, noun: "replies",
            detail: "\(counted(reading.progress.rowsRead, "row")), \(grouped(reading.progress.itemsDone)) of "
                + "\(counted(reading.itemsTotal, "part"))")
    }
}
