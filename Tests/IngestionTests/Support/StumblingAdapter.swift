import AdapterHost
import Foundation
import Ingestion
import MarketData
import Pipeline

/// An adapter in C for files with a candle a line, in worker processes. A line `crash` crashes it; a line `stumble`
/// does so only while its clock shows the first hour.
enum StumblingAdapter {
    static func load(in folder: String) throws -> FileAdapter {
        try Data(source.utf8).write(to: URL(filePath: folder + "/stumbling.c"))
        try Data(OddAdapter.manifest.utf8).write(to: URL(filePath: folder + "/small.adapter.toml"))
        let process = Process()
        process.executableURL = URL(filePath: OddAdapter.compiler)
        process.arguments = [
            "-std=c11", "-Wall", "-Werror", "-O1", "-shared", "-fPIC", "-DFIRST_HOUR=\(Bench.now.nanoseconds)ll",
            "-I", Bench.root + "/Sources/CAdapterABI/include", "-I", Bench.root + "/Tests/AdapterHostTests/Adapters",
            "-o", folder + "/small.so", folder + "/stumbling.c",
        ]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Bench.MissingAdapter() }
        let catalog = AdapterCatalog(AdapterConfiguration(folders: [folder]), libraryFolders: [])
        guard let entry = catalog["small"] else { throw Bench.MissingAdapter() }
        return FileAdapter(try entry.load(run: .worker), aliases: try AssetAliases())
    }

    private static let source = """
        #include <stdlib.h>
        #include <string.h>
        #include "candlewick_adapter.h"
        struct cw_session { int asked; int64_t row; int64_t now; size_t length; char name[512]; };
        static cw_status identify(cw_text path, cw_identity *identity, cw_error *error) {
            (void)error;
            identity->kind = CW_KIND_CANDLES;
            identity->interval = 60000000000ll;
            memcpy(identity->base, path.bytes, 3);
            strcpy(identity->symbol, identity->base);
            strcpy(identity->quote, "USD");
            return CW_OK;
        }
        static cw_status begin(const cw_host *host, const cw_query *query, cw_session **session, cw_error *error) {
            (void)error;
            *session = calloc(1, sizeof **session);
            (*session)->now = query->now;
            (*session)->length = query->file_name.length;
            memcpy((*session)->name, query->file_name.bytes, query->file_name.length);
            host->log(host->context, CW_LOG_INFO, "begun", 5);
            return CW_OK;
        }
        static cw_status next_request(cw_session *session, cw_request *request, cw_error *error) {
            (void)error;
            request->kind = session->asked++ ? CW_REQUEST_DONE : CW_REQUEST_FILE;
            request->address.bytes = session->name;
            request->address.length = session->length;
            return CW_OK;
        }
        static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                                cw_error *error) {
            (void)error;
            const cw_candles *rows = batch->candles;
            while (decoded->consumed < input->length) {
                const char *line = (const char *)input->bytes + decoded->consumed;
                const char *end = memchr(line, '\\n', input->length - decoded->consumed);
                if (!end) break;
                if (decoded->rows == batch->capacity) {
                    decoded->flags = CW_DECODED_FULL;
                    break;
                }
                if (*line == 'c') abort();
                if (*line == 's' && session->now < FIRST_HOUR + 3600000000000ll) abort();
                uint64_t i = decoded->rows++;
                rows->open_time[i] = (1704067200ll + session->row * 60) * 1000000000ll;
                rows->open[i] = rows->high[i] = rows->low[i] = rows->close[i] = 10;
                rows->volume[i] = 1;
                rows->vwap[i] = __builtin_nan("");
                rows->trades[i] = -1;
                rows->symbol[i] = 0;
                rows->flags[i] = CW_CANDLE_FINAL;
                rows->row[i] = ++session->row;
                rows->position[i] = (int64_t)(input->position + decoded->consumed);
                decoded->consumed += (uint64_t)(end - line) + 1;
            }
            return CW_OK;
        }
        #define SMALL_IDENTIFY identify
        #define SMALL_BEGIN begin
        #define SMALL_NEXT_REQUEST next_request
        #define SMALL_DECODE decode
        #include "small.h"
        """
}
