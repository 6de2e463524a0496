import AdapterHost
import BundledAdapters
import Conformance
import Confinement
import Foundation
import Glibc

/// Loads an adapter as a worker does, with the rights that loading needs, gives up those too, and then runs its cases: `confined-decoder ID FOLDER REPORT`, where
/// REPORT is a file of a page that becomes shared memory: the report of a forbidden call, then how many cases were right.
@main struct ConfinedDecoder {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else { fatalError("use: confined-decoder ID FOLDER REPORT") }
        let page = unsafe sharedPage(arguments[3])
        let catalog = AdapterCatalog(
            AdapterConfiguration(folders: [PluginFolder.root.appending(path: "Plugins").path]))
        guard let entry = catalog[arguments[1]], let library = entry.libraryPath else {
            fatalError("no adapter \(arguments[1]): \(catalog.problems)")
        }
        let cases = PluginFolder.cases(arguments[2])
        var pair: [Int32] = [0, 0]
        // Room for two numbers. The worker's socket, to which nobody talks here.
        guard unsafe socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &pair) == 0 else {
            fatalError("no sockets: error \(errno)")
        }
        var rights = Rights(memory: 256 << 20, socket: pair[0])
        // Mapped until the process ends.
        unsafe rights.report = page
        _ = try Confinement.prepare(toLoad: library, allBut: rights)
        let checks = CaseChecks(try entry.load())
        _ = try Confinement.giveUp(allBut: rights)
        for `case` in cases {
            try checks.whole(`case`)
            try checks.damaged(seed: 1, `case`)
            // The page has room for 512 words.
            unsafe page[1] += 1
        }
        exit(0)
    }

    private static func sharedPage(_ path: String) -> UnsafeMutablePointer<UInt64> {
        let file = unsafe open(path, O_RDWR)
        let memory = unsafe mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
        guard file >= 0, let memory = unsafe memory, unsafe memory != MAP_FAILED else {
            fatalError("cannot map \(path)")
        }
        // A page of zeros.
        return unsafe memory.bindMemory(to: UInt64.self, capacity: 512)
    }
}
