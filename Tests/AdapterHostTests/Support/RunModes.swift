import AdapterHost
import Testing

/// Where the adapters of a test run.
enum RunModes {
    @TaskLocal static var current = AdapterConfiguration.RunMode.inProcess
}

/// Runs each test of a suite twice: with adapters in this process, and with adapters in worker processes.
struct BothModes: SuiteTrait, TestTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        for mode in AdapterConfiguration.RunMode.allCases {
            try await RunModes.$current.withValue(mode) { try await function() }
        }
    }
}

extension Trait where Self == BothModes {
    /// In this process and in worker processes.
    static var inBothModes: BothModes { BothModes() }
}
