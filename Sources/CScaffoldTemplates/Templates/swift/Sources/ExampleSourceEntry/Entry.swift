import AdapterKit
import ExampleSourceAdapter

/// Makes a library of the adapter.
@c @implementation public func candlewick_adapter_main() -> UnsafeRawPointer! {
    adapterEntry(Source.self)
}
