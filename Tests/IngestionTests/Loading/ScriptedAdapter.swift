import AdapterHost
import Foundation
import Ingestion
import Pipeline
import Transport

/// An adapter in C whose replies say line by line what it gives, so that a test can write down any source:
/// `C seconds open high low close volume` a candle, `Q seconds` an interval without trades, `S symbol` whose rows follow,
/// `A start end` covered, `L start end` beyond its reach, `R` a record that it refuses, `N path` the next request, `T path`
/// where to go on, `E class retry-milliseconds words` an error, `X` a crash.
/// The first request of a query is `/BASE/start/end`, of all symbols `/all/start/end`, in seconds.
enum ScriptedAdapter {
    static func source(
        _ fetching: any SourceFetching, run mode: AdapterConfiguration.RunMode = .inProcess
    ) throws -> SourceAdapter {
        SourceAdapter(
            try (mode == .worker ? inWorkers : here).get(), aliases: try AssetAliases(["XBT": "BTC"], foldsCase: false),
            fetching: fetching, rate: 2)
    }

    /// Compiled once: a library that is loaded stays, and another one of its path would be refused.
    private static let here = Result { try entry.get().load(run: .inProcess) }
    private static let inWorkers = Result { try entry.get().load(run: .worker) }

    private static let entry = Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Each worker loads it anew, so it stays, in the system's temporary folder.
        try Data(source.utf8).write(to: URL(filePath: folder + "/scripted.c"))
        try Data(manifest.utf8).write(to: URL(filePath: folder + "/small.adapter.toml"))
        let process = Process()
        process.executableURL = URL(filePath: OddAdapter.compiler)
        process.arguments = [
            "-std=c11", "-Wall", "-Werror", "-shared", "-fPIC", "-I", Bench.root + "/Sources/CAdapterABI/include", "-I",
            Bench.root + "/Tests/AdapterHostTests/Adapters", "-o", folder + "/small.so", folder + "/scripted.c",
        ]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Bench.MissingAdapter() }
        let catalog = AdapterCatalog(AdapterConfiguration(folders: [folder]), libraryFolders: [])
        guard let entry = catalog["small"] else { throw Bench.MissingAdapter() }
        return entry
    }

    private static let manifest = """
        id = "small"
        name = "Small"
        version = "1.0.0"
        licence = "Apache-2.0"
        summary = "What its replies say"
        [abi]
        major = 1
        minor = 0
        [library]
        linux-x86_64 = "small.so"
        linux-aarch64 = "small.so"
        [source]
        transports = ["http"]
        kinds = ["candles"]
        intervals_minutes = [1]
        stamp = "open"
        day_anchor_minutes = 0
        day_zone = "UTC"
        hosts = ["small.example"]
        credentials = []
        [limits]
        rows_per_reply = 0
        reach_rows = 0
        reach_days = 0
        requests_per_minute = 0
        """

    private static let source = """
        #define _GNU_SOURCE
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include "candlewick_adapter.h"
        struct cw_session {
            const cw_host *host;
            uint32_t symbol;
            long long row;
            char next[256], current[256], token[256];
            cw_assertion said[64];
        };
        static cw_status scripted_begin(const cw_host *host, const cw_query *query, cw_session **session,
                                        cw_error *error) {
            (void)error;
            cw_session *s = *session = calloc(1, sizeof **session);
            s->host = host;
            if (query->resume_token.length)
                snprintf(s->next, sizeof s->next, "%.*s", (int)query->resume_token.length, query->resume_token.bytes);
            else
                snprintf(s->next, sizeof s->next, "/%.*s/%lld/%lld",
                         query->flags & CW_QUERY_ALL_SYMBOLS ? 3 : (int)query->base.length,
                         query->flags & CW_QUERY_ALL_SYMBOLS ? "all" : query->base.bytes,
                         (long long)query->start / 1000000000, (long long)query->end / 1000000000);
            return CW_OK;
        }
        static cw_status scripted_next_request(cw_session *s, cw_request *request, cw_error *error) {
            (void)error;
            if (!s->next[0]) return CW_OK;
            strcpy(s->current, s->next);
            s->next[0] = 0;
            request->kind = CW_REQUEST_HTTP;
            request->address.bytes = s->current;
            request->address.length = strlen(s->current);
            return CW_OK;
        }
        static cw_status scripted_decode(cw_session *s, const cw_input *input, const cw_batch *batch,
                                         cw_decoded *decoded, cw_error *error) {
            if (!(input->flags & CW_INPUT_LAST)) return CW_OK;
            const cw_candles *c = batch->candles;
            const char *at = (const char *)input->bytes, *end = at + input->length;
            while (at < end) {
                const char *stop = memchr(at, '\\n', end - at);
                if (!stop) stop = end;
                char line[512];
                snprintf(line, sizeof line, "%.*s", (int)(stop - at), at);
                long long a = 0, b = 0;
                double v[5] = {0};
                int used = 0;
                if ((line[0] == 'C' || line[0] == 'Q') && decoded->rows == batch->capacity) {
                    decoded->flags = CW_DECODED_FULL;
                    break;
                }
                uint64_t i = decoded->rows;
                switch (line[0]) {
                case 'C': case 'Q':
                    sscanf(line + 1, "%lld %lf %lf %lf %lf %lf", &a, v, v + 1, v + 2, v + 3, v + 4);
                    c->open_time[i] = a * 1000000000;
                    c->open[i] = v[0], c->high[i] = v[1], c->low[i] = v[2], c->close[i] = v[3], c->volume[i] = v[4];
                    c->vwap[i] = __builtin_nan("");
                    c->trades[i] = -1;
                    c->symbol[i] = s->symbol;
                    c->flags[i] = line[0] == 'C' ? CW_CANDLE_FINAL : CW_CANDLE_NO_TRADES;
                    c->row[i] = ++s->row;
                    c->position[i] = -1;
                    decoded->rows++;
                    break;
                case 'S': s->symbol = s->host->intern(s->host->context, line + 2, strlen(line + 2)); break;
                case 'A': case 'L':
                    sscanf(line + 1, "%lld %lld", &a, &b);
                    s->said[decoded->assertion_count++] = (cw_assertion){
                        line[0] == 'A' ? CW_ASSERT_COVERED : CW_ASSERT_SOURCE_LIMIT, s->symbol, a * 1000000000,
                        b * 1000000000};
                    break;
                case 'R':
                    batch->rejects->row[decoded->rejects] = ++s->row;
                    batch->rejects->position[decoded->rejects] = -1;
                    batch->rejects->code[decoded->rejects] = CW_REJECT_NUMBER;
                    batch->rejects->reason[decoded->rejects] = (cw_text){"no number", 9};
                    batch->rejects->raw[decoded->rejects] = (cw_text){0, 0};
                    decoded->rejects++;
                    break;
                case 'X': abort();
                case 'N': strcpy(s->next, line + 2); break;
                case 'T':
                    strcpy(s->token, line + 2);
                    decoded->resume_token = (cw_text){s->token, strlen(s->token)};
                    break;
                case 'E':
                    sscanf(line + 1, "%lld %lld %n", &a, &b, &used);
                    error->error_class = (int32_t)a;
                    error->retry_after = b < 0 ? -1 : b * 1000000;
                    error->row = error->position = -1;
                    snprintf(error->message, sizeof error->message, "%s", line + 1 + used);
                    return (cw_status)a;
                }
                at = stop < end ? stop + 1 : end;
            }
            decoded->consumed = at - (const char *)input->bytes;
            decoded->assertions = s->said;
            return CW_OK;
        }
        static const char *const scripted_hosts[] = {"small.example"};
        #define SMALL_HOSTS scripted_hosts
        #define SMALL_HOST_COUNT 1
        #define SMALL_TRANSPORTS CW_REQUEST_HTTP
        #define SMALL_BEGIN scripted_begin
        #define SMALL_NEXT_REQUEST scripted_next_request
        #define SMALL_DECODE scripted_decode
        #include "small.h"
        """
}
