package import CAdapterABI

/// From a status and a `cw_error` to an `AdapterError`.
package enum ErrorReading {
    /// What a function of an adapter is given to fill: zeroed, as the ABI says.
    package static var empty: cw_error {
        var error = cw_error()
        error.size = UInt32(MemoryLayout<cw_error>.size)
        return error
    }

    /// What a status other than CW_OK means. The status counts, not the class inside the struct.
    static func error(_ status: cw_status, _ raw: cw_error, adapter: String, file: String) -> AdapterError {
        guard let errorClass = AdapterErrorClass(rawValue: status) else {
            return AdapterError(
                .internal, adapter: adapter, file: file,
                "the adapter \(adapter) broke the ABI: it returned the unknown status \(status): \(message(of: raw))")
        }
        // What the adapter left at 0 is unknown: rows count from 1, and a byte 0 without a row was not set.
        let row = raw.row > 0 ? raw.row : -1
        return AdapterError(
            errorClass, adapter: adapter, file: file, message(of: raw),
            retryAfter: raw.retry_after > 0 ? raw.retry_after : nil, row: row,
            position: raw.position > 0 || raw.position == 0 && row > 0 ? raw.position : -1)
    }

    /// As far as there is a NUL, in one line; what is not UTF-8 in it is replaced.
    private static func message(of raw: cw_error) -> String {
        // The array is part of the host's own struct.
        let bytes = unsafe withUnsafeBytes(of: raw.message) { unsafe Array($0.prefix { $0 != 0 }) }
        let text = String(decoding: bytes, as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.isEmpty ? "the adapter does not say why" : line
    }
}
