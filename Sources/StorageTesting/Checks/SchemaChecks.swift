import Dispatch
import MarketData
import Storage
import Synchronization

extension Check where Subject == any StoreUnderTest {
    static let schema: [StoreCheck] = [
        StoreCheck("migrate-from-nothing", "A place where nothing is becomes an empty store") { run in
            let it = try run.store()
            try it.expectAll()
            try it.write(Candle.run(0..<3))
            try it.expectAll()
        },
        StoreCheck(
            "migrate-again", "Migrating a store that is up to date keeps its rows and changes nothing",
            restsOn: [.countsWrites, .keepsVWAP]
        ) { run in
            let place = try run.migrated()
            let it = try run.open(place)
            try it.write(Candle.run(0..<100))
            try it.write(Trade.run(0..<100))
            let before = try place.footprint()
            try place.migrate()
            try expect(place.footprint() == before, "migrating again leaves the place as it was")
            try it.expectAll()
            try run.open(place, model: it.model).expectAll()
        },
        StoreCheck("migrate-at-once", "Several that migrate the same place at once all succeed, and it is one store") {
            run in
            for _ in 0..<4 {
                let place = try run.blank()
                let problems = Mutex<[String]>([])
                DispatchQueue.concurrentPerform(iterations: 4) { _ in
                    do { try place.migrate() } catch { problems.withLock { $0.append("\(error)") } }
                }
                try expect(problems.withLock { $0 }, equals: [], "what they met")
                let it = try run.open(place)
                try expect(run.open(place).store.identity(), equals: it.store.identity(), "the identity, opened again")
                try it.write(Candle.run(0..<3))
                try it.expectAll()
            }
        },
        StoreCheck("needs-migration", "A place that was not migrated is not opened; the error says to migrate") { run in
            let place = try run.blank()
            let error = try expectRefusal([.needsMigration, .notFound], "opening what was not migrated") {
                _ = try place.open().count(Candle.series(), in: .all)
            }
            try expect(error.advice.contains("migrate"), "the advice is to migrate", found: error.advice)
        },
        StoreCheck(
            "newer-schema", "A place of a newer schema is neither opened nor migrated, and left as it is"
        ) { run in
            let place = try run.migrated()
            try run.open(place).write(Candle.run(0..<3))
            try place.markNewer()
            let before = try place.footprint()
            try expectRefusal([.newerSchema], "opening a newer schema") {
                _ = try place.open().count(Candle.series(), in: .all)
            }
            try expectRefusal([.newerSchema], "migrating a newer schema") { try place.migrate() }
            try expectRefusal([.newerSchema], "opening it after migrating was refused") {
                _ = try place.open().count(Candle.series(), in: .all)
            }
            try expect(place.footprint() == before, "a newer schema is left as it is")
        },
        StoreCheck("location", "A store's location is not empty, and the same for every connection") { run in
            let place = try run.migrated()
            let one = try place.open().location
            try expect(!one.isEmpty, "the location is not empty")
            try expect(place.open().location, equals: one, "the location, opened again")
        },
    ]
}
