import AdapterKit
import CSimdJSON

/// The values of an array, one after the other:
///
///     var rows = try document.root.array("results").elements
///     while let row = rows.next() { … }
public struct JSONElements: ~Escapable {
    private let array: JSONValue
    private let end: Int
    private var at: Int
    /// How many of them `next` has given, or were passed over.
    public private(set) var place = 0

    @_lifetime(copy array)
    init(_ array: JSONValue) {
        at = array.index + 1
        end = Int32(array.node.kind) == CJ_ARRAY ? array.next : at
        self.array = array
    }

    /// The next value, nil behind the last; a `null` is a value here.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func next() -> JSONValue? {
        guard at < end else { return nil }
        let value = array.value(at: at)
        at = value.next
        place += 1
        return value
    }

    /// There is a next value.
    public var hasNext: Bool { at < end }
}

/// The names and values of an object, one after the other:
///
///     var pairs = try document.root.object("result").members
///     while let pair = pairs.next() { … pair.name.says("last") … pair.value … }
public struct JSONMembers: ~Escapable {
    private let object: JSONValue
    private let end: Int
    private var at: Int

    @_lifetime(copy object)
    init(_ object: JSONValue) {
        at = object.index + 1
        end = Int32(object.node.kind) == CJ_OBJECT ? object.next : at
        self.object = object
    }

    /// The next name with its value, nil behind the last.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func next() -> JSONMember? {
        guard at < end else { return nil }
        let member = JSONMember(name: object.value(at: at), value: object.value(at: at + 1))
        at = member.value.next
        return member
    }
}

/// A name of an object, and its value.
public struct JSONMember: ~Escapable {
    /// A string.
    public let name: JSONValue
    /// What stands behind it.
    public let value: JSONValue

    @_lifetime(copy name, copy value)
    init(name: JSONValue, value: JSONValue) {
        self.name = name
        self.value = value
    }
}

extension JSONValue {
    /// The values of an array; none of what is no array.
    public var elements: JSONElements {
        @_lifetime(copy self)
        get { JSONElements(self) }
    }

    /// The values of an array from a place on, counted from 0: where a full batch was left. Passes over those before
    /// it.
    @_lifetime(copy self)
    public func elements(from place: Int) -> JSONElements {
        var elements = JSONElements(self)
        while elements.place < place, elements.hasNext { _ = elements.next() }
        return elements
    }

    /// The names and values of an object; none of what is no object.
    public var members: JSONMembers {
        @_lifetime(copy self)
        get { JSONMembers(self) }
    }
}
