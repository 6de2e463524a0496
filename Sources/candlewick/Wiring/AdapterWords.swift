import AdapterHost

extension Transports {
    /// As the command line and the API call them.
    var words: [String] {
        [(Transports.file, "file"), (.http, "http"), (.stream, "stream")].filter { contains($0.0) }.map(\.1)
    }
}

extension DataKinds {
    /// As the command line and the API call them.
    var words: [String] {
        [(DataKinds.candles, "candles"), (.trades, "trades"), (.instruments, "instruments")]
            .filter { contains($0.0) }.map(\.1)
    }
}
