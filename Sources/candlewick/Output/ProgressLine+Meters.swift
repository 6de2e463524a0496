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
