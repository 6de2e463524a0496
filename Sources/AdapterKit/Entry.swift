public import CAdapterEntry
import CAdapterABI

// The functions of the exported table, which CAdapterEntry's entry.c defines: from C to the boxes and back.

// The registered adapter; made at the first call, immutable and shared by all threads from then on.
nonisolated(unsafe) private let registered: AdapterBox = {
    guard let registration = unsafe candlewick_kit_registration() else { return .makeEmpty() }
    // What `adapterEntry` retained.
    return unsafe Unmanaged<AdapterBox>.fromOpaque(registration).takeUnretainedValue()
}()

/// `cw_adapter.describe`.
@c @implementation public func candlewick_kit_describe() -> UnsafePointer<cw_descriptor>! {
    unsafe registered.descriptor
}

/// `cw_adapter.identify`.
@c @implementation public func candlewick_kit_identify(
    _ path: cw_text, _ identity: UnsafeMutablePointer<cw_identity>!, _ error: UnsafeMutablePointer<cw_error>!
) -> cw_status {
    // The host's three arguments are valid during the call.
    unsafe status(error) { () throws(AdapterFailure) in
        guard let identity = unsafe identity, unsafe identity.pointee.size >= UInt32.size(of: cw_identity.self)
        else { throw .smallStruct("cw_identity") }
        let found = unsafe try registered.identify(String(path))
        unsafe try found.write(to: identity)
    }
}

/// `cw_adapter.begin`.
@c @implementation public func candlewick_kit_begin(
    _ host: UnsafePointer<cw_host>!, _ query: UnsafePointer<cw_query>!,
    _ session: UnsafeMutablePointer<OpaquePointer?>!, _ error: UnsafeMutablePointer<cw_error>!
) -> cw_status {
    // The host's arguments are valid during the call, `host` until `end`.
    unsafe status(error) { () throws(AdapterFailure) in
        guard let host = unsafe host, let query = unsafe query, let session = unsafe session else {
            throw AdapterFailure(.internal, "begin was called without a host, a query or a place for the session")
        }
        let begun = unsafe try registered.begin(Query(query), Host(host))
        // Released by `end`.
        unsafe session.pointee = OpaquePointer(Unmanaged.passRetained(begun).toOpaque())
    }
}

/// `cw_adapter.next_request`.
@c @implementation public func candlewick_kit_next_request(
    _ session: OpaquePointer!, _ request: UnsafeMutablePointer<cw_request>!, _ error: UnsafeMutablePointer<cw_error>!
) -> cw_status {
    unsafe status(error) { () throws(AdapterFailure) in
        unsafe try box(session).nextRequest(request)
    }
}

/// `cw_adapter.decode`.
@c @implementation public func candlewick_kit_decode(
    _ session: OpaquePointer!, _ input: UnsafePointer<cw_input>!, _ batch: UnsafePointer<cw_batch>!,
    _ decoded: UnsafeMutablePointer<cw_decoded>!, _ error: UnsafeMutablePointer<cw_error>!
) -> cw_status {
    unsafe status(error) { () throws(AdapterFailure) in
        unsafe try box(session).decode(input, batch, decoded)
    }
}

/// `cw_adapter.end`.
@c @implementation public func candlewick_kit_end(_ session: OpaquePointer!) {
    guard let session = unsafe session else { return }
    // What `begin` retained; the host calls this once.
    unsafe Unmanaged<SessionBox>.fromOpaque(UnsafeRawPointer(session)).release()
}

/// `cw_adapter.get_extension`: version 1.0 has none.
@c @implementation public func candlewick_kit_get_extension(_ name: UnsafePointer<CChar>!) -> UnsafeRawPointer! {
    nil
}

private func box(_ session: OpaquePointer?) throws(AdapterFailure) -> SessionBox {
    guard let session = unsafe session else { throw AdapterFailure(.internal, "a call without a session") }
    // Retained by `begin` until `end`.
    return unsafe Unmanaged<SessionBox>.fromOpaque(UnsafeRawPointer(session)).takeUnretainedValue()
}

/// Runs the body of a C function: what it throws goes to the host's error struct and becomes the status.
private func status(
    _ report: UnsafeMutablePointer<cw_error>?, _ body: () throws(AdapterFailure) -> Void
) -> cw_status {
    do {
        try body()
        return CW_OK
    } catch {
        // The struct is the host's; its size is checked before it is written.
        return unsafe error.report(to: report)
    }
}
