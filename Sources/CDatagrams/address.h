/* Addresses between the kernel's form and ours; not part of the module's interface. */
#ifndef VISAVIS_CDATAGRAMS_ADDRESS_H
#define VISAVIS_CDATAGRAMS_ADDRESS_H

#include <endian.h>
#include <netinet/in.h>
#include <string.h>

#include "CDatagrams.h"

static inline struct visavis_address visavis_from_in6(const struct in6_addr *from)
{
    uint64_t words[2];
    memcpy(words, from, sizeof words);
    return (struct visavis_address){ be64toh(words[0]), be64toh(words[1]) };
}

static inline struct visavis_address visavis_from_in(struct in_addr from)
{
    return (struct visavis_address){ 0, UINT64_C(0xffff00000000) | ntohl(from.s_addr) };
}

static inline struct in6_addr visavis_to_in6(struct visavis_address from)
{
    uint64_t words[2] = { htobe64(from.high), htobe64(from.low) };
    struct in6_addr to;
    memcpy(&to, words, sizeof to);
    return to;
}

static inline struct in_addr visavis_to_in(struct visavis_address from)
{
    return (struct in_addr){ .s_addr = htonl((uint32_t)from.low) };
}

static inline int visavis_is_ipv4(struct visavis_address address)
{
    return address.high == 0 && address.low >> 32 == 0xffff;
}

static inline int visavis_is_any(struct visavis_address address) { return address.high == 0 && address.low == 0; }

static inline int visavis_equal(struct visavis_address left, struct visavis_address right)
{
    return left.high == right.high && left.low == right.low;
}

#endif
