/// What people call the currencies of the ECB's list, as its page does.
///
/// https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html
enum CurrencyNames {
    /// Empty for a currency that is not in the table.
    static func name(of code: String) -> String { names[code] ?? "" }

    private static let names = [
        "USD": "US dollar", "JPY": "Japanese yen", "BGN": "Bulgarian lev", "CZK": "Czech koruna",
        "DKK": "Danish krone", "GBP": "Pound sterling", "HUF": "Hungarian forint", "PLN": "Polish zloty",
        "RON": "Romanian leu", "SEK": "Swedish krona", "CHF": "Swiss franc", "ISK": "Icelandic krona",
        "NOK": "Norwegian krone", "HRK": "Croatian kuna", "RUB": "Russian rouble", "TRY": "Turkish lira",
        "AUD": "Australian dollar", "BRL": "Brazilian real", "CAD": "Canadian dollar", "CNY": "Chinese yuan renminbi",
        "HKD": "Hong Kong dollar", "IDR": "Indonesian rupiah", "ILS": "Israeli shekel", "INR": "Indian rupee",
        "KRW": "South Korean won", "MXN": "Mexican peso", "MYR": "Malaysian ringgit", "NZD": "New Zealand dollar",
        "PHP": "Philippine peso", "SGD": "Singapore dollar", "THB": "Thai baht", "ZAR": "South African rand",
    ]
}
