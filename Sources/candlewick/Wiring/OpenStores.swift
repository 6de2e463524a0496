import Spool
import Storage

/// The stores and the ledger of a command, open; what lies in one database is opened once.
struct OpenStores {
    /// One of the stores.
    struct Open: Sendable {
        let location: StoreLocation
        let series: any TimeSeriesStore
    }

    /// In the order in which they were named, at least one.
    let stores: [Open]
    let ledger: any Ledger

    /// Candles and trades of the first.
    var series: any TimeSeriesStore { stores[0].series }
}

extension Workspace {
    /// Opens all stores and the ledger. What is to be written and lies on a server apart from the ledger has a spool, so
    /// that rows can wait on disk while the server is away; a wait ends when `stop` says so.
    func open(_ access: StoreAccess, stop: StopFlag = StopFlag()) throws -> OpenStores {
        var ledger: (any Ledger)?
        var opened: [OpenStores.Open] = []
        for location in stores {
            if access == .existing, hasSpool(location) {
                opened.append(OpenStores.Open(location: location, series: try spooling(location, stop)))
                continue
            }
            let place = try place(at: location, access)
            if location == self.ledger { ledger = place.ledger }
            opened.append(OpenStores.Open(location: location, series: try place.series))
        }
        return OpenStores(stores: opened, ledger: try ledger ?? openLedger(access))
    }

    /// Opens the store that is read from.
    func openFirst(_ access: StoreAccess) throws -> any Place { try place(at: stores[0], access) }

    /// Opens the ledger alone.
    func openLedger(_ access: StoreAccess) throws -> any Ledger {
        guard let opened = try place(at: ledger, access).ledger else {
            throw Failure("\(ledger) keeps no ledger", status: .wrongUse)
        }
        return opened
    }

    /// Every place that is named, the ledger's too, each once.
    var places: [StoreLocation] { stores.contains(ledger) ? stores : stores + [ledger] }

    /// Opens what lies at a location.
    func place(at location: StoreLocation, _ access: StoreAccess) throws -> any Place {
        guard let kind = StoreKind(location) else {
            throw Failure("'\(location.scheme)' is no store that this candlewick knows", status: .wrongUse)
        }
        return try kind.open(location, access, settings)
    }

    /// Whether rows for a store can wait on disk. Where the ledger lies with the rows nothing can be noted without it.
    func hasSpool(_ location: StoreLocation) -> Bool {
        StoreKind(location)?.isServer == true && location != ledger
    }

    /// A store with its spool.
    func spooling(_ location: StoreLocation, _ stop: StopFlag) throws(StorageError) -> SpoolingStore {
        let (kind, settings) = (StoreKind(location), settings)
        return try SpoolingStore(
            location: "\(location)", settings: settings.spool.settings, shouldStop: { stop.isSet },
            report: { event in SpoolNotes.say(event, of: location) },
            open: { () throws(StorageError) in
                do {
                    guard let place = try kind?.open(location, .existing, settings) else {
                        throw Failure("'\(location.scheme)' is no store that this candlewick knows")
                    }
                    return try place.series
                } catch let error as StorageError {
                    throw error
                } catch {
                    throw StorageError(.other, at: "\(location)", "\(error)", advice: "mend the settings")
                }
            })
    }
}
