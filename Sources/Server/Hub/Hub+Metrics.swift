import Domain
import Signaling
import Storage
import Transport

/// The Prometheus text format, version 0.0.4.
extension Hub {
    func metricsPage() -> String {
        var page = MetricsPage()
        let transport = loop.counters
        page.gauge("visavis_connections", "WebSocket connections", signaling.linkCount)
        page.gauge("visavis_signaling_sessions", "Signaling sessions, attached or waiting to be resumed", signaling.sessionCount)
        page.gauge("visavis_sessions", "Video sessions", desk.sessions.count)
        page.gauge("visavis_tickets", "Tickets in all queues", desk.ticketCount)
        page.gauge("visavis_offers_open", "Offers that wait for an answer", desk.offerCount)
        page.gauge("visavis_agents_available", "Agents who can take an offer now", desk.availableAgents)
        page.labelled(
            "visavis_queue_tickets", "Tickets in a queue", "gauge", "queue",
            desk.queues(desk.plan.plan.queues.map(\.name)).map { ($0.queue.description, $0.waiting) })
        page.labelled(
            "visavis_offers_total", "Offers that ended", "counter", "result",
            [OfferResult.accepted, .rejected, .timeout, .rescinded, .taken].map { ($0.rawValue, metrics.offers[$0] ?? 0) })
        page.gauge("visavis_loop_lag_seconds", "How long the last posted command waited for the loop", metrics.loopLag.inSeconds)
        page.gauge("visavis_inbox_commands", "Commands that wait for the loop", inbox.count)
        page.gauge("visavis_commit_queue_batches", "Batches that wait for the writer", commits.depth)
        page.gauge("visavis_ticks_waiting", "Turns of the loop whose words wait for storage", ticks.count)
        page.gauge("visavis_send_queue_bytes", "Bytes that wait to be sent", transport.queuedBytes)
        page.gauge("visavis_http_exchanges", "API requests that are being answered", exchanges.count)
        page.histogram("visavis_commit_seconds", "Time to store one transaction", metrics.commits)
        page.counter("visavis_commit_batches_total", "Batches stored", metrics.committedBatches)
        page.counter("visavis_commit_failures_total", "Batches that could not be stored for good", metrics.failedCommits)
        page.gauge("visavis_storage_ready", "1 while the database can be written", storageTrouble == nil ? 1 : 0)
        page.counter("visavis_storage_troubles_total", "Times storing had to pause", metrics.storageTroubles)
        page.counter("visavis_audit_findings_total", "Broken invariants that the auditor found", metrics.auditFindings)
        page.counter("visavis_routing_repairs_total", "Broken invariants that the auditor put right", metrics.repairs)
        page.counter("visavis_messages_relayed_total", "Signals handed from one participant to another", signaling.counters.relayed)
        page.counter("visavis_resumes_total", "Signaling sessions resumed without a gap", signaling.counters.resumed)
        page.counter("visavis_rate_limited_total", "Messages refused for their rate", signaling.counters.rateLimited)
        page.counter("visavis_messages_received_total", "WebSocket messages received", transport.messagesReceived)
        page.counter("visavis_messages_sent_total", "WebSocket messages sent", transport.messagesSent)
        page.counter("visavis_slow_readers_total", "Links dropped because they read too slowly", transport.slowReaders)
        page.counter("visavis_http_requests_total", "HTTP requests", transport.requests)
        page.counter("visavis_refused_connections_total", "Sockets refused at the connection limit", transport.refusedConnections)
        let webhooks = webhooks?.figures ?? OutboxFigures()
        page.gauge("visavis_webhooks_pending", "Webhooks that are to be delivered", webhooks.pending)
        page.counter("visavis_webhooks_delivered_total", "Webhooks the receiver took", webhooks.delivered)
        page.counter("visavis_webhooks_failed_total", "Attempts to deliver a webhook that failed", webhooks.failed)
        page.counter("visavis_webhooks_given_up_total", "Webhooks given up after three days", webhooks.givenUp)
        page.letters(letters)
        page.relay(media.figures, media.datagrams)
        for line in media.recordingLines { page.write(line) }
        return page.text
    }
}
