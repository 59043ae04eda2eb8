import CWebSockets
import Glibc

/// An IPv4 or IPv6 address as one number; IPv4 in its IPv6-mapped form.
struct NumericAddress: Hashable {
    let bits: UInt128

    private static let mappedPrefix = UInt128(0xffff) << 32

    /// Parses numeric text without a port or a zone; `nil` for anything else.
    init?(_ text: String) {
        var four = in_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            bits = Self.mappedPrefix | UInt128(UInt32(bigEndian: four.s_addr))
            return
        }
        var six = in6_addr()
        guard unsafe inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        bits = unsafe withUnsafeBytes(of: &six) { bytes in
            unsafe bytes.reduce(UInt128.zero) { $0 << 8 | UInt128($1) }
        }
    }

    var isIPv4: Bool { bits >> 32 == 0xffff }

    /// The customary text: dotted for IPv4, also where it came mapped.
    var text: String {
        if isIPv4 { return (0..<4).map { String(UInt8(truncatingIfNeeded: bits >> UInt128(24 - 8 * $0))) }.joined(separator: ".") }
        var six = in6_addr()
        unsafe withUnsafeMutableBytes(of: &six) { bytes in
            for index in 0..<16 { unsafe bytes[index] = UInt8(truncatingIfNeeded: bits >> UInt128(120 - 8 * index)) }
        }
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            guard let base = buffer.baseAddress, unsafe inet_ntop(AF_INET6, &six, base, socklen_t(INET6_ADDRSTRLEN)) != nil else {
                return ""
            }
            return unsafe String(cString: base)
        }
    }
}
