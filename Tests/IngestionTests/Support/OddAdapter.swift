import AdapterHost
import Foundation
import Ingestion
import Pipeline

/// An adapter in C that gives two candles for any file, the second one still forming, and asks once more for the
/// file when it is told to.
struct OddAdapter {
    static let compiler = "/usr/bin/gcc"
    static let compilerIsThere = FileManager.default.isExecutableFile(atPath: compiler)

    /// Compiles it into a folder and loads it.
    static func load(in folder: String, asksAgain: Bool) throws -> FileAdapter {
        try Data(source.utf8).write(to: URL(filePath: folder + "/odd.c"))
        try Data(manifest.utf8).write(to: URL(filePath: folder + "/small.adapter.toml"))
        let process = Process()
        process.executableURL = URL(filePath: compiler)
        process.arguments = [
            "-std=c11", "-Wall", "-Werror", "-shared", "-fPIC", "-DASKS_AGAIN=\(asksAgain ? 1 : 0)",
            "-I", Bench.root + "/Sources/CAdapterABI/include", "-I", Bench.root + "/Tests/AdapterHostTests/Adapters",
            "-o", folder + "/small.so", folder + "/odd.c",
        ]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Bench.MissingAdapter() }
        let catalog = AdapterCatalog(AdapterConfiguration(folders: [folder]), libraryFolders: [])
        guard let entry = catalog["small"] else { throw Bench.MissingAdapter() }
        return FileAdapter(try entry.load(run: .inProcess), aliases: try AssetAliases())
    }

    static let manifest = """
        id = "small"
        name = "Small"
        version = "1.0.0"
        licence = "Apache-2.0"
        summary = "Two candles for any file"
        [abi]
        major = 1
        minor = 0
        [library]
        linux-x86_64 = "small.so"
        linux-aarch64 = "small.so"
        [source]
        transports = ["file"]
        kinds = ["candles"]
        intervals_minutes = [1]
        stamp = "open"
        day_anchor_minutes = 0
        day_zone = "UTC"
        hosts = []
        credentials = []
        [limits]
        rows_per_reply = 0
        reach_rows = 0
        reach_days = 0
        requests_per_minute = 0
        """

    private static let source = """
        #include <stdlib.h>
        #include <string.h>
        #include "candlewick_adapter.h"
        struct cw_session { int asked; size_t length; char name[256]; };
        static cw_status odd_identify(cw_text path, cw_identity *identity, cw_error *error) {
            (void)path, (void)error;
            identity->kind = CW_KIND_CANDLES;
            identity->interval = 60000000000ll;
            strcpy(identity->symbol, "BTCUSD");
            strcpy(identity->base, "BTC");
            strcpy(identity->quote, "USD");
            return CW_OK;
        }
        static cw_status odd_begin(const cw_host *host, const cw_query *query, cw_session **session, cw_error *error) {
            (void)host, (void)error;
            *session = calloc(1, sizeof **session);
            (*session)->length = query->file_name.length;
            memcpy((*session)->name, query->file_name.bytes, query->file_name.length);
            return CW_OK;
        }
        static cw_status odd_next_request(cw_session *session, cw_request *request, cw_error *error) {
            (void)error;
            request->kind = session->asked++ && !ASKS_AGAIN ? CW_REQUEST_DONE : CW_REQUEST_FILE;
            request->address.bytes = session->name;
            request->address.length = session->length;
            return CW_OK;
        }
        static cw_status odd_decode(cw_session *session, const cw_input *input, const cw_batch *batch,
                                    cw_decoded *decoded, cw_error *error) {
            (void)session, (void)error;
            decoded->consumed = input->length;
            if (!(input->flags & CW_INPUT_LAST)) return CW_OK;
            const cw_candles *rows = batch->candles;
            for (int i = 0; i < 2; i++) {
                rows->open_time[i] = (1704067200ll + i * 60) * 1000000000ll;
                rows->open[i] = rows->high[i] = rows->low[i] = rows->close[i] = 10;
                rows->volume[i] = rows->vwap[i] = __builtin_nan("");
                rows->trades[i] = -1;
                rows->symbol[i] = 0;
                rows->flags[i] = i ? 0 : CW_CANDLE_FINAL;
                rows->row[i] = rows->position[i] = -1;
            }
            decoded->rows = 2;
            decoded->flags = CW_DECODED_LAST_FORMING;
            return CW_OK;
        }
        #define SMALL_IDENTIFY odd_identify
        #define SMALL_BEGIN odd_begin
        #define SMALL_NEXT_REQUEST odd_next_request
        #define SMALL_DECODE odd_decode
        #include "small.h"
        """
}
