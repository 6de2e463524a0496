import QuestDBClient
import StorageQuestDB
import StorageTesting

/// Writes to a store in QuestDB until it is killed: `questdb-victim ADDRESS PREFIX PROTOCOL WORK`.
@main struct QuestDBVictim {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let wire = WireChoice(arguments[3]), let work = VictimWork(rawValue: arguments[4])
        else { fatalError("use: questdb-victim ADDRESS PREFIX auto|qwp|ilp2|ilp1 WORK") }
        var settings = QuestDBStoreSettings(try QuestDBEndpoint(arguments[1]))
        settings.tablePrefix = arguments[2]
        settings.wire = wire
        let store = try QuestDBStore(settings)
        try StoreVictim.run(work, store: { store }, ledger: { fatalError("there is no ledger in QuestDB") })
    }
}
