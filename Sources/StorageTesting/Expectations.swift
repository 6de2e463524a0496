import Storage

/// Throws a `StoreCheckFailure` unless the two are equal.
func expect<Value: Equatable>(_ found: Value, equals expected: Value, _ subject: @autoclosure () -> String) throws {
    if found != expected { throw StoreCheckFailure(subject(), expected: brief(expected), found: brief(found)) }
}

/// Throws a `StoreCheckFailure` unless the rows are equal, and names the first that differs.
func expect<Row: Equatable>(rows found: [Row], equal expected: [Row], _ subject: @autoclosure () -> String) throws {
    if found == expected { return }
    let place = zip(found, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    guard let place else {
        throw StoreCheckFailure(subject(), expected: "\(expected.count) rows", found: "\(found.count)")
    }
    throw StoreCheckFailure(
        "\(subject()), row \(place) of \(expected.count)", expected: brief(expected[place]), found: brief(found[place]))
}

/// Throws a `StoreCheckFailure` unless it holds.
func expect(_ holds: Bool, _ subject: @autoclosure () -> String, found: @autoclosure () -> String = "not so") throws {
    if !holds { throw StoreCheckFailure(subject(), expected: "to hold", found: found()) }
}

/// What is there, or a failure.
func require<Value>(_ value: Value?, _ subject: @autoclosure () -> String) throws -> Value {
    guard let value else { throw StoreCheckFailure(subject(), expected: "a value", found: "none") }
    return value
}

/// Throws a `StoreCheckFailure` unless the body throws a `StorageError` of one of these classes that says something.
@discardableResult
func expectRefusal(
    _ codes: [StorageError.Code], _ subject: String, _ body: () throws -> Void
) throws -> StorageError {
    let wanted = codes.isEmpty ? "a StorageError" : codes.map(\.rawValue).joined(separator: " or ")
    do {
        try body()
    } catch let error as StorageError {
        guard codes.isEmpty || codes.contains(error.code) else {
            throw StoreCheckFailure(subject, expected: wanted, found: "\(error.code.rawValue): \(error)")
        }
        try expect(!error.message.isEmpty && !error.advice.isEmpty, "\(subject): the error says what and what to do")
        return error
    } catch {
        throw StoreCheckFailure(subject, expected: wanted, found: "\(error)")
    }
    throw StoreCheckFailure(subject, expected: wanted, found: "no error")
}

private func brief<Value>(_ value: Value) -> String {
    let text = String(describing: value)
    return text.count > 900 ? text.prefix(900) + "…" : text
}
