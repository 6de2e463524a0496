import AdapterKit

// Fields that have to be there, and those that may be absent: what is wrong with them is thrown.

extension JSONValue {
    /// The value of that name. Throws when there is none, or `null`.
    @_lifetime(copy self)
    public func member(_ name: JSONName) throws(JSONError) -> JSONValue {
        guard kind == .object else { throw wrong(name: nil, expected: "an object", .kind) }
        guard let found = self[name] else {
            throw JSONError(.missing, "there is no field '\(name)'", at: position)
        }
        return found
    }

    /// The value at a place of an array; `name` is what it is called in messages. Throws when there is none, or
    /// `null`.
    @_lifetime(copy self)
    public func element(_ place: Int, _ name: JSONName) throws(JSONError) -> JSONValue {
        guard kind == .array else { throw wrong(name: nil, expected: "an array", .kind) }
        guard let found = self[place] else {
            throw JSONError(.missing, "there is no value \(place + 1), '\(name)'", at: position)
        }
        return found
    }

    /// An object of that name. Throws when there is none.
    @_lifetime(copy self)
    public func object(_ name: JSONName) throws(JSONError) -> JSONValue {
        let found = try member(name)
        guard found.kind == .object else { throw found.wrong(name: name, expected: "an object", .kind) }
        return found
    }

    /// An array of that name. Throws when there is none.
    @_lifetime(copy self)
    public func array(_ name: JSONName) throws(JSONError) -> JSONValue {
        let found = try member(name)
        guard found.kind == .array else { throw found.wrong(name: name, expected: "an array", .kind) }
        return found
    }

    /// A decimal number of that name, correctly rounded. Throws when there is none.
    public func decimal(_ name: JSONName) throws(JSONError) -> Double { try member(name).decimal(as: name) }

    /// The same where the field may be absent or `null`: nil then.
    public func optionalDecimal(_ name: JSONName) throws(JSONError) -> Double? {
        guard let found = self[name] else { return nil }
        return try found.decimal(as: name)
    }

    /// A decimal number at a place of an array. Throws when there is none.
    public func decimal(_ place: Int, _ name: JSONName) throws(JSONError) -> Double {
        try element(place, name).decimal(as: name)
    }

    /// A whole number of that name. Throws when there is none.
    public func wholeNumber(_ name: JSONName) throws(JSONError) -> Int64 { try member(name).wholeNumber(as: name) }

    /// The same where the field may be absent or `null`: nil then.
    public func optionalWholeNumber(_ name: JSONName) throws(JSONError) -> Int64? {
        guard let found = self[name] else { return nil }
        return try found.wholeNumber(as: name)
    }

    /// A whole number at a place of an array. Throws when there is none.
    public func wholeNumber(_ place: Int, _ name: JSONName) throws(JSONError) -> Int64 {
        try element(place, name).wholeNumber(as: name)
    }

    /// A time of that name as nanoseconds UTC. Throws when there is none.
    public func time(_ name: JSONName, in unit: JSONTimeUnit) throws(JSONError) -> Int64 {
        try member(name).time(as: name, in: unit)
    }

    /// A time at a place of an array as nanoseconds UTC. Throws when there is none.
    public func time(_ place: Int, _ name: JSONName, in unit: JSONTimeUnit) throws(JSONError) -> Int64 {
        try element(place, name).time(as: name, in: unit)
    }

    /// What the string of that name says. Throws when there is none.
    public func string(_ name: JSONName) throws(JSONError) -> String {
        let found = try member(name)
        guard let string = found.string else { throw found.wrong(name: name, expected: "a string", .text) }
        return string
    }

    /// The same where the field may be absent or `null`: nil then.
    public func optionalString(_ name: JSONName) throws(JSONError) -> String? {
        self[name] == nil ? nil : try string(name)
    }

    /// This value as a decimal number; `name` is what it is called in messages.
    public func decimal(as name: JSONName) throws(JSONError) -> Double {
        guard let decimal else { throw wrong(name: name, expected: "a decimal number", .number) }
        return decimal
    }

    /// This value as a whole number; `name` is what it is called in messages.
    public func wholeNumber(as name: JSONName) throws(JSONError) -> Int64 {
        guard let wholeNumber else { throw wrong(name: name, expected: "a whole number", .number) }
        return wholeNumber
    }

    /// This value as a time; `name` is what it is called in messages.
    public func time(as name: JSONName, in unit: JSONTimeUnit) throws(JSONError) -> Int64 {
        guard let time = time(in: unit) else { throw wrong(name: name, expected: "a time in \(unit)", .time) }
        return time
    }

    /// What to throw when this value is not what it has to be.
    public func wrong(name: JSONName?, expected: String, _ reason: JSONError.Reason) -> JSONError {
        let subject = name.map { "the field '\($0)'" } ?? "the value"
        return JSONError(reason, "\(subject) is \(excerpt), expected \(expected)", at: position)
    }
}
