import NIOCore

/// A frame to be written: the head and the symbols, then the rows.
struct Transmission: Hashable {
    /// The message; none for symbols alone.
    let sequence: UInt64?
    /// Header and new symbols, not masked.
    let prefix: [UInt8]
    /// Rows, masked.
    let block: ByteBuffer
    /// The frame's masking key.
    let key: MaskingKey
}

extension SendWindow {
    /// The next frame for the open connection; nil when all that waits is on its way.
    ///
    /// A new connection first hears all symbols that earlier ones knew; then each message brings what is new.
    mutating func nextTransmission() throws(QWPError) -> Transmission? {
        guard case .open(var open) = connection, open.sent < waiting.count else { return nil }
        let index = waiting.index(waiting.startIndex, offsetBy: open.sent)
        let message = waiting[index].message
        // Two numbers of at most five bytes each go with the symbols.
        let overhead = FramePrefix.headerLength + 10
        if overhead + message.byteCount > open.limit { throw tooLarge(waiting[index], limit: open.limit) }

        let isCatchingUp = open.symbols < symbolsOfBefore
        let wanted = isCatchingUp ? symbolsOfBefore : max(open.symbols, message.symbols)
        let room = open.limit - overhead - message.byteCount
        var symbols = dictionary.entries(open.symbols..<wanted, fitting: isCatchingUp ? open.limit - overhead : room)
        let isAlone = isCatchingUp || open.symbols + symbols.count < wanted || symbols.encoded.count > room
        if isAlone && !isCatchingUp {
            symbols = dictionary.entries(open.symbols..<wanted, fitting: open.limit - overhead)
        }
        let prefix = FramePrefix.bytes(
            flags: isAlone ? [.deltaDictionary, .deferCommit] : message.flags, firstSymbol: open.symbols,
            symbols: symbols, blockLength: isAlone ? 0 : message.byteCount)
        open.symbols += symbols.count
        open.frames.append(isAlone ? nil : waiting[index].sequence)
        if !isAlone { open.sent += 1 }
        connection = .open(open)
        if isAlone { return Transmission(sequence: nil, prefix: prefix, block: ByteBuffer(), key: .random()) }

        if waiting[index].isSent { mask(index) }
        waiting[index].isSent = true
        // The rows are masked as if they began the frame; the frame's key is turned so that this is right behind
        // the prefix.
        return Transmission(
            sequence: waiting[index].sequence, prefix: prefix, block: waiting[index].message.block,
            key: waiting[index].key.shifted(by: -prefix.count))
    }

    /// Masks rows anew: no two frames may have the same key.
    private mutating func mask(_ index: CircularBuffer<Waiting>.Index) {
        let key = MaskingKey.random()
        waiting[index].key.combined(with: key).apply(to: &waiting[index].message.block)
        waiting[index].key = key
    }
}
