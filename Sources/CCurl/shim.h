/* What Outbound needs of libcurl and does not reach Swift by itself. */
#ifndef VISAVIS_CCURL_SHIM_H
#define VISAVIS_CCURL_SHIM_H

#include <curl/curl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

/* curl_easy_setopt() and curl_easy_getinfo() are variadic, which Swift cannot call: one function for each kind of value. */
static inline CURLcode visavis_curl_set_number(CURL *handle, CURLoption option, long value)
{
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode visavis_curl_set_text(CURL *handle, CURLoption option, const char *value)
{
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode visavis_curl_set_pointer(CURL *handle, CURLoption option, void *value)
{
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode visavis_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *list)
{
    return curl_easy_setopt(handle, option, list);
}
static inline CURLcode visavis_curl_set_read(CURL *handle, curl_read_callback callback)
{
    return curl_easy_setopt(handle, CURLOPT_READFUNCTION, callback);
}
static inline CURLcode visavis_curl_set_write(CURL *handle, curl_write_callback callback)
{
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, callback);
}
static inline CURLcode visavis_curl_set_header_callback(CURL *handle, curl_write_callback callback)
{
    return curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, callback);
}
static inline CURLcode visavis_curl_set_progress(CURL *handle, curl_xferinfo_callback callback)
{
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, callback);
}
static inline CURLcode visavis_curl_set_open_socket(CURL *handle, curl_opensocket_callback callback)
{
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, callback);
}

/* The status of the last response; 0: there was none. */
static inline long visavis_curl_status(CURL *handle)
{
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/* libcurl takes its leave of a mail server when the handle is freed, and waits two minutes for an answer, without asking whether it may:
   with the reading side closed it finds the end at once. */
static inline void visavis_curl_stop_reading(CURL *handle)
{
    curl_socket_t descriptor = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &descriptor) == CURLE_OK && descriptor != CURL_SOCKET_BAD)
        shutdown(descriptor, SHUT_RD);
}

/* The last member of curl_sockaddr is declared smaller than the address that is in it.
   Copies the address in network order; returns its size: 4, 16, or 0 for another family. */
static inline size_t visavis_curl_address(const struct curl_sockaddr *address, uint8_t bytes[16])
{
    const char *start = (const char *)&address->addr;
    if (address->family == AF_INET && address->addrlen >= sizeof(struct sockaddr_in)) {
        memcpy(bytes, start + offsetof(struct sockaddr_in, sin_addr), 4);
        return 4;
    }
    if (address->family == AF_INET6 && address->addrlen >= sizeof(struct sockaddr_in6)) {
        memcpy(bytes, start + offsetof(struct sockaddr_in6, sin6_addr), 16);
        return 16;
    }
    return 0;
}

/* What libcurl does by default, and the socket is not inherited by programs that are started. SOCK_CLOEXEC is an enumerator. */
static inline curl_socket_t visavis_curl_socket(const struct curl_sockaddr *address)
{
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

#endif
