#define _GNU_SOURCE
#include <errno.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "address.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

/* The kernel's limits for one message: UDP_MAX_SEGMENTS of older kernels, and the largest UDP payload. */
enum { MOST_SEGMENTS = 64, MOST_BYTES = 65000 };
enum { NONE = UINT32_MAX };

/* Consecutive datagrams of one path that go as one message: equally long, but the last may be shorter. */
struct group {
    struct visavis_address remote;
    struct visavis_address local;
    uint16_t port;
    uint8_t is_closed;
    uint32_t segment;
    uint32_t count;
    uint32_t bytes;
    uint32_t first; /* vector */
    uint32_t bucket;
};

struct outgoing {
    const void *bytes;
    uint32_t length;
    uint32_t group;
};

union control {
    struct cmsghdr alignment;
    char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(uint16_t))];
};

struct visavis_sender {
    int descriptor;
    uint8_t is_ipv6;
    uint8_t segments;
    uint32_t capacity;
    uint32_t count;
    uint32_t groups_count;
    uint32_t buckets; /* a power of two */
    struct outgoing *outgoing;
    struct group *groups;
    uint32_t *latest; /* hash of the path → its latest group */
    struct mmsghdr *headers;
    struct iovec *vectors;
    struct sockaddr_in6 *names;
    union control *controls;
    struct visavis_sender_counters counters;
};

static void forget_paths(struct visavis_sender *sender)
{
    for (uint32_t i = 0; i < sender->groups_count; i++)
        sender->latest[sender->groups[i].bucket] = NONE;
    sender->count = 0;
    sender->groups_count = 0;
}

struct visavis_sender *visavis_sender_create(uint32_t datagrams, const struct visavis_udp *udp)
{
    struct visavis_sender *sender = calloc(1, sizeof *sender);
    sender->descriptor = udp->descriptor;
    sender->is_ipv6 = udp->is_ipv6;
    sender->segments = udp->segments;
    sender->capacity = datagrams;
    for (sender->buckets = 16; sender->buckets < 2 * datagrams;)
        sender->buckets *= 2;
    sender->outgoing = calloc(datagrams, sizeof *sender->outgoing);
    sender->groups = calloc(datagrams, sizeof *sender->groups);
    sender->latest = calloc(sender->buckets, sizeof *sender->latest);
    sender->headers = calloc(datagrams, sizeof *sender->headers);
    sender->vectors = calloc(datagrams, sizeof *sender->vectors);
    sender->names = calloc(datagrams, sizeof *sender->names);
    sender->controls = calloc(datagrams, sizeof *sender->controls);
    memset(sender->latest, 0xff, sender->buckets * sizeof *sender->latest);
    return sender;
}

void visavis_sender_destroy(struct visavis_sender *sender)
{
    free(sender->outgoing);
    free(sender->groups);
    free(sender->latest);
    free(sender->headers);
    free(sender->vectors);
    free(sender->names);
    free(sender->controls);
    free(sender);
}

struct visavis_sender_counters visavis_sender_counters(const struct visavis_sender *sender) { return sender->counters; }

/* Two paths that meet in a bucket only lose the chance to be grouped. */
static uint32_t bucket(const struct visavis_sender *sender, struct visavis_address remote, uint16_t port)
{
    uint64_t mixed = (remote.high ^ remote.low ^ ((uint64_t)port << 32)) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(mixed >> 40) & (sender->buckets - 1);
}

static int fits(const struct group *group, uint32_t length)
{
    return !group->is_closed && length <= group->segment && group->count < MOST_SEGMENTS && group->bytes + length <= MOST_BYTES;
}

/* The order of datagrams of one path is kept: a path has at most one group that is open, its latest. Between paths it does not matter. */
void visavis_sender_add(struct visavis_sender *sender, const void *bytes, uint32_t length, struct visavis_address remote,
                        uint16_t port, struct visavis_address local)
{
    if (sender->count == sender->capacity)
        visavis_sender_flush(sender);
    uint32_t place = bucket(sender, remote, port);
    uint32_t index = sender->latest[place];
    struct group *group = index == NONE ? NULL : &sender->groups[index];
    int same = group != NULL && group->port == port && visavis_equal(group->remote, remote) && visavis_equal(group->local, local);
    if (!same || !sender->segments || !fits(group, length)) {
        index = sender->groups_count++;
        group = &sender->groups[index];
        *group = (struct group){ .remote = remote, .local = local, .port = port, .segment = length, .bucket = place };
        sender->latest[place] = index;
    }
    /* The kernel cannot tell empty datagrams that are joined from nothing. */
    group->is_closed = length < group->segment || length == 0;
    group->count++;
    group->bytes += length;
    sender->outgoing[sender->count++] = (struct outgoing){ bytes, length, index };
}

static void *append_control(struct msghdr *header, int level, int type, size_t size)
{
    struct cmsghdr *item = (struct cmsghdr *)((char *)header->msg_control + header->msg_controllen);
    item->cmsg_level = level;
    item->cmsg_type = type;
    item->cmsg_len = CMSG_LEN(size);
    header->msg_controllen += CMSG_SPACE(size);
    return CMSG_DATA(item);
}

static void write_path(const struct visavis_sender *sender, const struct group *group, struct sockaddr_in6 *name, struct msghdr *header)
{
    int has_local = !visavis_is_any(group->local);
    if (sender->is_ipv6) {
        *name = (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_port = htons(group->port) };
        name->sin6_addr = visavis_to_in6(group->remote);
        header->msg_namelen = sizeof *name;
        if (has_local) {
            struct in6_pktinfo info = { .ipi6_addr = visavis_to_in6(group->local) };
            memcpy(append_control(header, IPPROTO_IPV6, IPV6_PKTINFO, sizeof info), &info, sizeof info);
        }
    } else {
        struct sockaddr_in *ipv4 = (struct sockaddr_in *)name;
        *ipv4 = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(group->port) };
        ipv4->sin_addr = visavis_to_in(group->remote);
        header->msg_namelen = sizeof *ipv4;
        if (has_local) {
            struct in_pktinfo info = { .ipi_spec_dst = visavis_to_in(group->local) };
            memcpy(append_control(header, IPPROTO_IP, IP_PKTINFO, sizeof info), &info, sizeof info);
        }
    }
}

static void write_message(struct visavis_sender *sender, uint32_t index)
{
    struct group *group = &sender->groups[index];
    struct msghdr *header = &sender->headers[index].msg_hdr;
    *header = (struct msghdr){
        .msg_name = &sender->names[index],
        .msg_iov = &sender->vectors[group->first],
        .msg_iovlen = group->count,
        .msg_control = &sender->controls[index],
    };
    write_path(sender, group, &sender->names[index], header);
    if (group->count > 1) {
        uint16_t segment = (uint16_t)group->segment;
        memcpy(append_control(header, IPPROTO_UDP, UDP_SEGMENT, sizeof segment), &segment, sizeof segment);
    }
}

static void write_messages(struct visavis_sender *sender)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < sender->groups_count; i++) {
        sender->groups[i].first = next;
        next += sender->groups[i].count;
        sender->groups[i].count = 0;
    }
    for (uint32_t i = 0; i < sender->count; i++) {
        struct group *group = &sender->groups[sender->outgoing[i].group];
        sender->vectors[group->first + group->count++] = (struct iovec){ (void *)sender->outgoing[i].bytes, sender->outgoing[i].length };
    }
    for (uint32_t i = 0; i < sender->groups_count; i++)
        write_message(sender, i);
}

static void count_sent(struct visavis_sender *sender, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        sender->counters.datagrams += sender->groups[i].count;
        sender->counters.bytes += sender->groups[i].bytes;
    }
    sender->counters.messages += to - from;
}

static int is_full(int error) { return error == EAGAIN || error == ENOBUFS || error == ENOMEM; }

/* A route whose packets are smaller refuses the message (EINVAL), a device that cannot split refuses all (EIO): the same datagrams go
   one by one, and after EIO none is grouped any more. */
static void send_singly(struct visavis_sender *sender, uint32_t index, int reason)
{
    struct group *group = &sender->groups[index];
    struct msghdr header = sender->headers[index].msg_hdr;
    header.msg_iovlen = 1;
    header.msg_controllen -= CMSG_SPACE(sizeof(uint16_t));
    uint32_t sent = 0;
    for (uint32_t i = 0; i < group->count; i++) {
        header.msg_iov = &sender->vectors[group->first + i];
        if (sendmsg(sender->descriptor, &header, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
            sender->counters.last_error = errno;
            *(is_full(errno) ? &sender->counters.dropped : &sender->counters.failed) += 1;
        } else {
            sender->counters.bytes += header.msg_iov->iov_len;
            sent++;
        }
    }
    sender->counters.datagrams += sent;
    sender->counters.messages += sent;
    if (reason == EIO && sent == group->count)
        sender->segments = 0;
}

void visavis_sender_flush(struct visavis_sender *sender)
{
    write_messages(sender);
    uint32_t next = 0;
    while (next < sender->groups_count) {
        int sent = sendmmsg(sender->descriptor, sender->headers + next, sender->groups_count - next, MSG_DONTWAIT | MSG_NOSIGNAL);
        sender->counters.calls++;
        if (sent > 0) {
            count_sent(sender, next, next + (uint32_t)sent);
            next += (uint32_t)sent;
        } else if (errno != EINTR) {
            /* The error belongs to the first message that was not sent. */
            sender->counters.last_error = errno;
            if ((errno == EIO || errno == EINVAL) && sender->groups[next].count > 1)
                send_singly(sender, next, errno);
            else
                *(is_full(errno) ? &sender->counters.dropped : &sender->counters.failed) += sender->groups[next].count;
            next++;
        }
    }
    forget_paths(sender);
}
