/* What Transport needs of libwebsockets, libuv and OpenSSL, and what does not reach Swift by itself. */
#ifndef VISAVIS_CWEBSOCKETS_SHIM_H
#define VISAVIS_CWEBSOCKETS_SHIM_H

#include <libwebsockets.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/socket.h>
#include <uv.h>

/* A GNU extension. Defining _GNU_SOURCE here instead would give this module another view of <sys/select.h> than Swift's own
   Glibc module has, which breaks the build of whoever imports both. */
extern int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);

/* LWS_PRE is a macro over a conditional expression, which the importer cannot evaluate:
   the headroom that lws_write() wants in front of a frame's payload. */
static inline int visavis_lws_pre(void) { return LWS_PRE; }

/* The frame kind of a close frame: lws_write() takes it, the public enumeration leaves its number out. */
static inline enum lws_write_protocol visavis_lws_write_close(void) { return (enum lws_write_protocol)4; }

/* LWS_WRITE_RAW is a macro over an enumerator of another name, which does not import: bytes go out as they are, on a WebSocket too. */
static inline enum lws_write_protocol visavis_lws_write_raw(void) { return LWS_WRITE_RAW; }

/* The option bits are macros and enumerators of mixed width; creation_info.options is a uint64_t. */
static inline uint64_t visavis_lws_options_plain(void)
{
    return LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME |
           LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS | LWS_SERVER_OPTION_NO_LWS_SYSTEM_STATES;
}
static inline uint64_t visavis_lws_options_tls(void) { return LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT; }

/* OpenSSL's option constants are unsigned 64-bit macro expressions, creation_info wants a long. */
static inline long visavis_tls_options(void)
{
    return (long)(SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1 | SSL_OP_NO_RENEGOTIATION);
}

/* SSL_CTX_set_mode() is a macro. Released buffers make an idle TLS connection about 34 KB smaller. */
static inline void visavis_tls_release_buffers(SSL_CTX *context)
{
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
}

/* uv's handle types are C "subclasses": C casts between them, Swift cannot. */
static inline void visavis_uv_close(void *handle) { uv_close((uv_handle_t *)handle, NULL); }

/* SIG_IGN is a cast of an integer to a function pointer, which does not import. */
static inline void visavis_ignore_sigpipe(void) { signal(SIGPIPE, SIG_IGN); }

/* Bytes that the peer has acknowledged on this connection; 0 where the kernel does not tell. <netinet/tcp.h> ends its struct tcp_info
   before tcpi_bytes_acked (Linux 4.1), and <linux/tcp.h>, which has it, cannot be included beside it: so the words of that structure are
   read by their place, which is part of the kernel's interface. */
static inline uint64_t visavis_tcp_acknowledged(int descriptor)
{
    uint64_t info[16];
    socklen_t length = sizeof info;
    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, info, &length) != 0 || length < sizeof info) return 0;
    return info[15];
}

/* SOCK_* are enumerators in glibc and macros over them: Swift sees different types by C library version.
   accept4() stands behind _GNU_SOURCE, which Swift's own import of glibc may have been made without. */
static inline int visavis_socket_type(void) { return SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC; }
static inline int visavis_accept(int descriptor)
{
    return accept4(descriptor, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

#endif
