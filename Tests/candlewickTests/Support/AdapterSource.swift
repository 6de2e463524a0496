import Foundation
import Testing

/// An adapter in C, compiled for one test: it builds, loads and refuses everything.
struct AdapterSource {
    var id: String
    /// What the compiler is told besides: `-DMAJOR=2`.
    var defines: [String] = []
    /// Lines in front of and behind the manifest's own.
    var before = ""
    var after = ""

    static let isPossible = Programs.find("gcc") != nil

    /// Puts library and manifest into `adapters/ID`, and the folder into `adapters.conf`.
    func build(in sandbox: Sandbox) throws {
        let folder = "adapters/\(id)"
        try sandbox.write("adapters.conf", "folders = [\"adapters\"]\n")
        try sandbox.write("\(folder)/adapter.c", Self.source)
        try sandbox.write(
            "\(folder)/adapter.toml",
            """
            \(before)
            id = "\(id)"
            name = "A test"
            version = "1.0.0"
            licence = "Apache-2.0"
            summary = "Refuses everything"
            [abi]
            major = 1
            [library]
            linux-x86_64 = "libadapter.so"
            linux-aarch64 = "libadapter.so"
            [source]
            transports = ["file"]
            kinds = ["candles"]
            intervals_minutes = [1]
            \(after)
            """)
        let arguments =
            [
                "-shared", "-fPIC", "-std=c11", "-I\(Programs.package)/Sources/CAdapterABI/include", "-DID=\"\(id)\"",
                "-o", "\(folder)/libadapter.so", "\(folder)/adapter.c",
            ] + defines
        let compiled = try sandbox.run(Programs.find("gcc") ?? "gcc", arguments)
        try #require(compiled.status == 0, "\(compiled.error)")
    }

    private static let source = """
        #include "candlewick_adapter.h"
        #ifndef MAJOR
        #define MAJOR CW_ABI_MAJOR
        #endif
        #ifndef DECODE
        #define DECODE decode
        #endif
        static const int64_t minute[] = {60000000000};
        static const cw_descriptor descriptor = {
            .size = sizeof descriptor, .kinds = CW_KIND_CANDLES, .transports = CW_REQUEST_FILE, .id = ID,
            .name = "A test", .version = "1.0.0", .licence = "Apache-2.0", .intervals = minute,
            .interval_count = 1, .day_zone = "UTC"};
        static const cw_descriptor *describe(void) { return &descriptor; }
        static cw_status identify(cw_text path, cw_identity *identity, cw_error *error) {
            return CW_ERROR_INVALID_QUERY;
        }
        static cw_status begin(const cw_host *host, const cw_query *query, cw_session **session, cw_error *error) {
            return CW_ERROR_INTERNAL;
        }
        static cw_status next(cw_session *session, cw_request *request, cw_error *error) {
            return CW_ERROR_INTERNAL;
        }
        static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch,
                                cw_decoded *decoded, cw_error *error) {
            return CW_ERROR_INTERNAL;
        }
        static void end(cw_session *session) {}
        #ifdef NO_SYMBOL
        const cw_descriptor *(*const something_else)(void) = describe;
        #else
        const cw_adapter candlewick_adapter_entry = {
            .magic = CW_ABI_MAGIC, .abi_major = MAJOR, .size = sizeof(cw_adapter), .describe = describe,
            .identify = identify, .begin = begin, .next_request = next, .decode = DECODE, .end = end};
        #endif
        """
}
