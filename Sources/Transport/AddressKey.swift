/// What limits are counted by: an IPv4 address, or an IPv6 network of 64 bits, of which one customer has a whole one.
public enum AddressKey {
    /// The key of a numeric address; any other text stands for itself.
    public static func of(_ text: String) -> String {
        guard let address = NumericAddress(text), !address.isIPv4 else { return text }
        return String(address.bits >> 64, radix: 16) + "::/64"
    }
}
