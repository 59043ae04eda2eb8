#define _GNU_SOURCE
#include <errno.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"

/* <linux/udp.h> has these and does not go together with <netinet/udp.h>; older C libraries lack them. */
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

static int set(int descriptor, int level, int option, int value)
{
    return setsockopt(descriptor, level, option, &value, sizeof value) == 0 ? 0 : -errno;
}

static int get(int descriptor, int level, int option)
{
    int value = 0;
    socklen_t size = sizeof value;
    return getsockopt(descriptor, level, option, &value, &size) == 0 ? value : -errno;
}

/* The limit of net.core.rmem_max does not bind who may administrate the network. */
static int set_buffer(int descriptor, int forced, int plain, int bytes)
{
    if (bytes > 0 && set(descriptor, SOL_SOCKET, forced, bytes) != 0)
        set(descriptor, SOL_SOCKET, plain, bytes);
    return get(descriptor, SOL_SOCKET, plain);
}

static int bind_ipv6(int descriptor, const struct visavis_udp_options *options)
{
    int result = set(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    if (result != 0)
        return result;
    struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_port = htons(options->port) };
    address.sin6_addr = visavis_to_in6(options->address);
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) != 0)
        return -errno;
    return set(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
}

static int bind_ipv4(int descriptor, const struct visavis_udp_options *options)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(options->port) };
    address.sin_addr = visavis_to_in(options->address);
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) != 0)
        return -errno;
    return set(descriptor, IPPROTO_IP, IP_PKTINFO, 1);
}

static int local_port(int descriptor)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    if (getsockname(descriptor, (struct sockaddr *)&address, &size) != 0)
        return -errno;
    return address.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&address)->sin6_port)
                                         : ntohs(((struct sockaddr_in *)&address)->sin_port);
}

static int open_family(int family, const struct visavis_udp_options *options, struct visavis_udp *udp)
{
    int descriptor = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return -errno;
    int result = family == AF_INET6 ? bind_ipv6(descriptor, options) : bind_ipv4(descriptor, options);
    int port = result == 0 ? local_port(descriptor) : result;
    if (port < 0) {
        close(descriptor);
        return port;
    }
    set(descriptor, SOL_SOCKET, SO_RXQ_OVFL, 1);
    *udp = (struct visavis_udp){
        .descriptor = descriptor,
        .port = (uint16_t)port,
        .is_ipv6 = family == AF_INET6,
        .coalesced = options->coalesced && set(descriptor, IPPROTO_UDP, UDP_GRO, 1) == 0,
        .segments = get(descriptor, IPPROTO_UDP, UDP_SEGMENT) >= 0,
        .receive_buffer = set_buffer(descriptor, SO_RCVBUFFORCE, SO_RCVBUF, options->receive_buffer),
        .send_buffer = set_buffer(descriptor, SO_SNDBUFFORCE, SO_SNDBUF, options->send_buffer),
    };
    return 0;
}

/* A host that has IPv6 switched off says so at socket() or at bind(), by how it was switched off. */
static int has_no_ipv6(int result) { return result == -EAFNOSUPPORT || result == -EADDRNOTAVAIL || result == -EPROTONOSUPPORT; }

int visavis_udp_open(const struct visavis_udp_options *options, struct visavis_udp *udp)
{
    int wants_ipv4 = options->ipv4_only || visavis_is_ipv4(options->address);
    if (wants_ipv4)
        return open_family(AF_INET, options, udp);
    int result = open_family(AF_INET6, options, udp);
    return has_no_ipv6(result) && visavis_is_any(options->address) ? open_family(AF_INET, options, udp) : result;
}
