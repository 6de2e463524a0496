import CAdapterABI

/// An adapter type behind one class, so that C functions, which cannot be generic, reach it.
@safe package class AdapterBox {
    // Made once, when the box is; immutable from then on.
    package let descriptor: UnsafePointer<cw_descriptor>

    init(_ descriptor: Descriptor) { unsafe self.descriptor = descriptor.makeImmortal() }

    package func identify(_ path: String) throws(AdapterFailure) -> Identity {
        throw AdapterFailure(.internal, "this library holds no adapter")
    }

    package func begin(_ query: Query, _ host: Host) throws(AdapterFailure) -> SessionBox {
        throw AdapterFailure(.internal, "this library holds no adapter: its entry line is missing")
    }

    /// Stands in where no adapter registered, so that a host gets a message and no crash.
    static func makeEmpty() -> AdapterBox {
        AdapterBox(
            Descriptor(
                id: "none", name: "no adapter", version: "0.0.0", licence: "Apache-2.0", kinds: [], transports: []))
    }
}

/// The box of one adapter type.
package final class TypedAdapterBox<Source: Adapter>: AdapterBox {
    package init(_ type: Source.Type) { super.init(Source.descriptor) }

    package override func identify(_ path: String) throws(AdapterFailure) -> Identity {
        try Source.identify(path: path)
    }

    package override func begin(_ query: Query, _ host: Host) throws(AdapterFailure) -> SessionBox {
        TypedSessionBox(try Source.Session(query: query, host: host))
    }
}

/// Registers an adapter: the body of the entry line (see `Adapter`). Called once in a process; the registration
/// is never freed, because a library is never unloaded.
@unsafe public func adapterEntry<Source: Adapter>(_ type: Source.Type) -> UnsafeRawPointer {
    let box: AdapterBox = TypedAdapterBox(type)
    // Balanced by nothing on purpose: it lives as long as the process.
    return unsafe UnsafeRawPointer(Unmanaged.passRetained(box).toOpaque())
}
