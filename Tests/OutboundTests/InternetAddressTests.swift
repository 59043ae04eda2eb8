import Outbound
import Testing

@Suite struct InternetAddressTests {
    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0",
        "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "2606:4700:4700::1111", "2001:4860:4860::8888", "2001:200::", "2003::1", "3ffe:ffff::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
    ])
    func whatIsRoutedOnTheInternetIsPublic(_ text: String) throws {
        #expect(try #require(InternetAddress(text)).isPublic)
    }

    @Test(arguments: [
        "0.0.0.0", "0.255.255.255", "10.0.0.1", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.255",
        "169.254.0.0", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1",
        "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "::7f00:1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0.0.0.0",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:1ff:ffff::", "2001:db8::1", "2002:7f00:1::",
        "3fff::1", "3fff:fff::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1",
    ])
    func whatIsSpecialIsNot(_ text: String) throws {
        #expect(try !#require(InternetAddress(text)).isPublic)
    }

    @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "0x7f.1", "2130706433", "fe80::1%eth0", "1.2.3.4 "])
    func whatIsNoAddressIsNotRead(_ text: String) {
        #expect(InternetAddress(text) == nil)
    }

    @Test func theBytesAreTheAddress() throws {
        #expect(InternetAddress([127, 0, 0, 1]) == InternetAddress("127.0.0.1"))
        #expect(InternetAddress([1, 2, 3]) == nil)
        #expect("\(try #require(InternetAddress("::ffff:127.0.0.1")))" == "0:0:0:0:0:ffff:7f00:1")
    }
}
