import Datagrams
import Media

extension MetricsPage {
    mutating func relay(_ figures: (counters: RelayCounters, population: RelayPopulation?), _ datagrams: DatagramCounters) {
        let (relay, population) = figures
        gauge("visavis_relay_rooms", "Rooms of the relay", population?.rooms ?? 0)
        gauge("visavis_relay_transports", "Participants' transports, set up or being set up", population?.peers ?? 0)
        counter("visavis_relay_datagrams_received_total", "Datagrams the relay took", datagrams.received.datagrams)
        counter("visavis_relay_datagrams_sent_total", "Datagrams the relay sent", datagrams.sent.datagrams)
        counter(
            "visavis_relay_kernel_drops_total", "Datagrams lost because the socket's buffer was full: raise net.core.rmem_max",
            datagrams.received.kernelDrops)
        counter("visavis_relay_send_drops_total", "Datagrams the kernel had no room for", datagrams.sent.dropped)
        counter("visavis_relay_forwarded_total", "Media packets passed on, one a receiver", relay.forwarded)
        counter("visavis_relay_retransmitted_total", "Packets sent again on request", relay.retransmitted)
        counter("visavis_relay_recovered_total", "Packets won back by asking the sender", relay.recovered)
        counter("visavis_relay_key_frame_requests_total", "Key frames asked of senders", relay.keyFrameRequestsSent)
        let drops: [(String, UInt64)] = [
            ("unknown_source", relay.unknownSource), ("unauthenticated", relay.unauthenticated), ("replayed", relay.replayed),
            ("malformed", relay.malformed), ("unknown_ssrc", relay.unknownSSRC), ("limited", relay.limited),
            ("unsendable", relay.unsendable),
        ]
        labelled(
            "visavis_relay_dropped_total", "Datagrams that went no further", "counter", "reason",
            drops.map { ($0.0, Int($0.1)) })
    }
}
