/* UDP in batches: what of Linux's socket interface stands behind _GNU_SOURCE, is a CMSG_* macro, or would be a page of pointer
   arithmetic in Swift. The structures here are our own, so that nobody who imports this module sees another view of the system's
   headers than Swift's Glibc module has. Functions that can fail return a negated errno. */
#ifndef VISAVIS_CDATAGRAMS_H
#define VISAVIS_CDATAGRAMS_H

#include <stdint.h>

/* An IPv6 address in host order; IPv4 stands in it as ::ffff:a.b.c.d. */
struct visavis_address {
    uint64_t high;
    uint64_t low;
};

struct visavis_udp_options {
    struct visavis_address address; /* all zero: every address of the host */
    uint16_t port;                  /* 0: the kernel chooses one */
    uint8_t ipv4_only;
    uint8_t coalesced; /* wants UDP_GRO */
    int32_t receive_buffer;
    int32_t send_buffer;
};

struct visavis_udp {
    int32_t descriptor;
    uint16_t port;
    uint8_t is_ipv6;   /* an IPv6 socket; it carries IPv4 too unless it is bound to one IPv6 address */
    uint8_t coalesced; /* the kernel joins datagrams of one path (UDP_GRO) */
    uint8_t segments;  /* the kernel splits what it is given into datagrams (UDP_SEGMENT) */
    int32_t receive_buffer; /* as granted; the kernel counts its own overhead in it */
    int32_t send_buffer;
};

int visavis_udp_open(const struct visavis_udp_options *options, struct visavis_udp *udp);

/* One datagram that arrived. Its bytes may be written to until the next visavis_receive(). */
struct visavis_datagram {
    uint8_t *bytes;
    uint32_t length;
    uint16_t remote_port;
    struct visavis_address remote;
    struct visavis_address local;
};

/* Memory for one recvmmsg(), allocated once. */
struct visavis_receiver;

struct visavis_receiver_counters {
    uint64_t datagrams;
    uint64_t bytes;
    uint64_t calls;        /* that brought something */
    uint64_t truncated;    /* too large for a slot, thrown away */
    uint64_t kernel_drops; /* SO_RXQ_OVFL: lost since the socket was opened because its buffer was full */
};

/* messages: how many one call takes. */
struct visavis_receiver *visavis_receiver_create(uint32_t messages, uint8_t coalesced);
void visavis_receiver_destroy(struct visavis_receiver *receiver);
/* Never blocks. The number of datagrams; 0 when none waits. Sets drained when the socket has been emptied. */
int visavis_receive(int descriptor, struct visavis_receiver *receiver, uint8_t *drained);
struct visavis_datagram *visavis_received(struct visavis_receiver *receiver);
struct visavis_receiver_counters visavis_receiver_counters(const struct visavis_receiver *receiver);

/* Memory for one sendmmsg(), allocated once. */
struct visavis_sender;

struct visavis_sender_counters {
    uint64_t datagrams; /* handed to the kernel */
    uint64_t bytes;
    uint64_t messages; /* datagrams of one path that went as one message count once */
    uint64_t calls;
    uint64_t dropped; /* the kernel had no room (EAGAIN, ENOBUFS) */
    uint64_t failed;  /* any other error, for example a path without a route */
    int32_t last_error;
};

struct visavis_sender *visavis_sender_create(uint32_t datagrams, const struct visavis_udp *udp);
void visavis_sender_destroy(struct visavis_sender *sender);
/* The bytes must stay where they are until visavis_sender_flush(), which happens by itself when there are as many as the sender was
   created for. local all zero: the kernel chooses the source address. */
void visavis_sender_add(struct visavis_sender *sender, const void *bytes, uint32_t length, struct visavis_address remote,
                        uint16_t port, struct visavis_address local);
/* Never blocks. What the kernel does not take is dropped and counted: media that is late is worth nothing. */
void visavis_sender_flush(struct visavis_sender *sender);
struct visavis_sender_counters visavis_sender_counters(const struct visavis_sender *sender);

/* ppoll(2) on both; a timeout below 0 waits for ever, a socket below 0 is left out. Bit 0: the socket is readable, bit 1: the event
   was signalled (and has been reset). */
int visavis_wait(int socket, int event, int64_t timeout_nanoseconds);
int visavis_event_create(void);
void visavis_event_signal(int event);

/* pthread_setname_np() for the calling thread; at most 15 characters. */
void visavis_thread_name(const char *name);

/* The calling thread wants the processor in slices of that length (sched_setattr(); Linux 6.12 and later honour 100 to 100,000, earlier
   ones take no notice): a thread with a shorter slice than the one that runs gets the processor as soon as it wakes, as long as it gets no
   more of it than its share. The share grows with a lower nice value, which needs CAP_SYS_NICE or RLIMIT_NICE; without them it
   stays. A nice value other than 0 (nice, Nice=) and threads of another policy (chrt, CPUSchedulingPolicy=) are left as they are. */
int visavis_thread_urgent(uint32_t microseconds, int32_t nice);

#endif
