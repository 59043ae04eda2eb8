#define _GNU_SOURCE
#include <errno.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "address.h"

#ifndef UDP_GRO
#define UDP_GRO 104
#endif

/* A datagram alone, or as many as the kernel joins; 64 bytes more, so that the beginnings do not all meet in one cache set. */
enum { SINGLE_SLOT = 2048, COALESCED_SLOT = 65536, SLOT_SKEW = 64, MOST_SEGMENTS = 128 };

/* Room for the packet information, the drop counter and the segment size. */
union control {
    struct cmsghdr alignment;
    char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(uint32_t)) + CMSG_SPACE(sizeof(int))];
};

struct visavis_receiver {
    uint32_t messages;
    uint32_t slot;
    uint32_t most; /* datagrams that one call can give */
    uint8_t *memory;
    struct mmsghdr *headers;
    struct iovec *vectors;
    struct sockaddr_in6 *names; /* the larger of the two families */
    union control *controls;
    struct visavis_datagram *datagrams;
    struct visavis_receiver_counters counters;
};

struct visavis_receiver *visavis_receiver_create(uint32_t messages, uint8_t coalesced)
{
    struct visavis_receiver *receiver = calloc(1, sizeof *receiver);
    receiver->messages = messages;
    receiver->slot = coalesced ? COALESCED_SLOT : SINGLE_SLOT;
    receiver->most = coalesced ? messages * MOST_SEGMENTS : messages;
    uint32_t stride = receiver->slot + SLOT_SKEW;
    receiver->memory = aligned_alloc(64, (size_t)messages * stride);
    receiver->headers = calloc(messages, sizeof *receiver->headers);
    receiver->vectors = calloc(messages, sizeof *receiver->vectors);
    receiver->names = calloc(messages, sizeof *receiver->names);
    receiver->controls = calloc(messages, sizeof *receiver->controls);
    receiver->datagrams = calloc(receiver->most, sizeof *receiver->datagrams);
    for (uint32_t i = 0; i < messages; i++) {
        receiver->vectors[i] = (struct iovec){ receiver->memory + (size_t)i * stride, receiver->slot };
        receiver->headers[i].msg_hdr.msg_name = &receiver->names[i];
        receiver->headers[i].msg_hdr.msg_iov = &receiver->vectors[i];
        receiver->headers[i].msg_hdr.msg_iovlen = 1;
        receiver->headers[i].msg_hdr.msg_control = &receiver->controls[i];
    }
    return receiver;
}

void visavis_receiver_destroy(struct visavis_receiver *receiver)
{
    free(receiver->memory);
    free(receiver->headers);
    free(receiver->vectors);
    free(receiver->names);
    free(receiver->controls);
    free(receiver->datagrams);
    free(receiver);
}

struct visavis_datagram *visavis_received(struct visavis_receiver *receiver) { return receiver->datagrams; }

struct visavis_receiver_counters visavis_receiver_counters(const struct visavis_receiver *receiver) { return receiver->counters; }

/* Fills in the local address; gives the size of each of the datagrams that were joined, or 0. */
static uint32_t read_control(struct visavis_receiver *receiver, struct msghdr *header, struct visavis_datagram *datagram)
{
    uint32_t segment = 0;
    for (struct cmsghdr *item = CMSG_FIRSTHDR(header); item != NULL; item = CMSG_NXTHDR(header, item)) {
        if (item->cmsg_level == IPPROTO_IPV6 && item->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;
            memcpy(&info, CMSG_DATA(item), sizeof info);
            datagram->local = visavis_from_in6(&info.ipi6_addr);
        } else if (item->cmsg_level == IPPROTO_IP && item->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, CMSG_DATA(item), sizeof info);
            datagram->local = visavis_from_in(info.ipi_addr);
        } else if (item->cmsg_level == SOL_SOCKET && item->cmsg_type == SO_RXQ_OVFL) {
            /* Never less than before: a datagram carries what had been lost when it was queued. It wraps at 32 bits. */
            uint32_t drops;
            memcpy(&drops, CMSG_DATA(item), sizeof drops);
            receiver->counters.kernel_drops += (uint32_t)(drops - (uint32_t)receiver->counters.kernel_drops);
        } else if (item->cmsg_level == IPPROTO_UDP && item->cmsg_type == UDP_GRO) {
            int size;
            memcpy(&size, CMSG_DATA(item), sizeof size);
            segment = size > 0 ? (uint32_t)size : 0;
        }
    }
    return segment;
}

static void read_name(const struct sockaddr_in6 *name, struct visavis_datagram *datagram)
{
    if (name->sin6_family == AF_INET6) {
        datagram->remote = visavis_from_in6(&name->sin6_addr);
        datagram->remote_port = ntohs(name->sin6_port);
    } else {
        const struct sockaddr_in *ipv4 = (const struct sockaddr_in *)name;
        datagram->remote = visavis_from_in(ipv4->sin_addr);
        datagram->remote_port = ntohs(ipv4->sin_port);
    }
}

/* Appends the datagrams of one message; gives how many there are then. */
static uint32_t append(struct visavis_receiver *receiver, uint32_t message, uint32_t count)
{
    struct msghdr *header = &receiver->headers[message].msg_hdr;
    uint32_t length = receiver->headers[message].msg_len;
    uint8_t *bytes = receiver->vectors[message].iov_base;
    struct visavis_datagram datagram = { .bytes = bytes };
    read_name(&receiver->names[message], &datagram);
    uint32_t segment = read_control(receiver, header, &datagram);
    if (header->msg_flags & MSG_TRUNC) {
        receiver->counters.truncated++;
        return count;
    }
    if (segment == 0)
        segment = length;
    do {
        if (count == receiver->most)
            break;
        datagram.length = length < segment ? length : segment;
        receiver->counters.bytes += datagram.length;
        receiver->datagrams[count++] = datagram;
        datagram.bytes += datagram.length;
        length -= datagram.length;
    } while (length > 0);
    return count;
}

int visavis_receive(int descriptor, struct visavis_receiver *receiver, uint8_t *drained)
{
    for (uint32_t i = 0; i < receiver->messages; i++) {
        struct msghdr *header = &receiver->headers[i].msg_hdr;
        header->msg_namelen = sizeof receiver->names[i];
        header->msg_controllen = sizeof receiver->controls[i];
    }
    int messages = recvmmsg(descriptor, receiver->headers, receiver->messages, MSG_DONTWAIT, NULL);
    *drained = messages < (int)receiver->messages;
    if (messages < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : -errno;
    uint32_t count = 0;
    for (int i = 0; i < messages; i++)
        count = append(receiver, (uint32_t)i, count);
    receiver->counters.datagrams += count;
    receiver->counters.calls += messages > 0;
    return (int)count;
}
