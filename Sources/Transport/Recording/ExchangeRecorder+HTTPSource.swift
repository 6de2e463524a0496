extension ExchangeRecorder {
    /// What an `HTTPSource` calls with every reply that reaches the adapter.
    ///
    /// - Parameter source: the adapter's id, for the error when an exchange cannot be written.
    public func recording(of source: String) -> HTTPSource.Recording {
        { (request, reply) async throws(FetchError) in
            do throws(RecordingError) {
                try self.record(RecordedExchange(request, reply))
            } catch {
                throw FetchError(.recording, source: source, "the exchange cannot be recorded: \(error)")
            }
        }
    }
}
