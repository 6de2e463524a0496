import CScaffoldTemplates

/// A file of the templates, as it lies in Sources/CScaffoldTemplates/Templates.
package struct TemplateFile {
    /// The first folder there: a language, a transport, or both.
    package let layer: String
    /// The path in the layer.
    package let path: String
    /// All of it.
    package let bytes: [UInt8]

    /// Every one that is embedded.
    package static var all: [TemplateFile] {
        // Constants of the program; each table has as many files as it says.
        unsafe [scaffold_files_c(), scaffold_files_rust(), scaffold_files_swift(), scaffold_files_cases()]
            .flatMap { table in
                unsafe UnsafeBufferPointer(start: table.files, count: Int(table.count)).map(TemplateFile.init)
            }
    }

    private init(_ file: scaffold_file) {
        // NUL-terminated, and `length` bytes; both are copied.
        layer = unsafe String(cString: file.layer)
        path = unsafe String(cString: file.path)
        bytes = unsafe Array(UnsafeBufferPointer(start: file.bytes, count: Int(file.length)))
    }
}
