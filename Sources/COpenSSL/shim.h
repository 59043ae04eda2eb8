/* What Media needs of OpenSSL and does not reach Swift by itself: much of its interface is macros around SSL_ctrl(). */
#ifndef VISAVIS_COPENSSL_SHIM_H
#define VISAVIS_COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/srtp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdint.h>

/* The macros below expand to SSL_CTX_ctrl() and SSL_ctrl(). 1: done. */
static inline long visavis_ssl_ctx_only_dtls12(SSL_CTX *context)
{
    return SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION) == 1
        && SSL_CTX_set_max_proto_version(context, DTLS1_2_VERSION) == 1;
}
static inline long visavis_ssl_ctx_groups(SSL_CTX *context, const char *names)
{
    return SSL_CTX_set1_groups_list(context, names);
}
static inline void visavis_ssl_ctx_no_sessions(SSL_CTX *context)
{
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}
static inline void visavis_ssl_ctx_max_certificates(SSL_CTX *context, long bytes)
{
    SSL_CTX_set_max_cert_list(context, bytes);
}
static inline long visavis_ssl_mtu(SSL *session, long bytes)
{
    return SSL_set_mtu(session, bytes);
}

/* SSL_OP_… are casts, which are not imported.
   No tickets and no renegotiation: nothing but alerts comes after the handshake. The MTU is what we say. */
static inline void visavis_ssl_ctx_options(SSL_CTX *context)
{
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_QUERY_MTU
        | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
}

/* EVP_EC_gen() ends in a variadic function. */
static inline EVP_PKEY *visavis_p256_key(void)
{
    return EVP_EC_gen("P-256");
}

/* "There is no datagram now, ask again": a macro. */
static inline void visavis_bio_try_later(BIO *bio)
{
    BIO_set_retry_read(bio);
}
static inline void visavis_bio_clear_retry(BIO *bio)
{
    BIO_clear_retry_flags(bio);
}

/* The tag of 16 bytes that an AEAD cipher has made, or is to compare. EVP_CIPHER_CTX_ctrl() does this with a detour that costs a media
   packet several hundred instructions; the parameter's name is a macro and reaches Swift as a String. */
static inline int visavis_aead_tag(EVP_CIPHER_CTX *context, void *tag)
{
    OSSL_PARAM wanted[] = {
        { OSSL_CIPHER_PARAM_AEAD_TAG, OSSL_PARAM_OCTET_STRING, tag, 16, OSSL_PARAM_UNMODIFIED }, OSSL_PARAM_END
    };
    return EVP_CIPHER_CTX_get_params(context, wanted);
}
static inline int visavis_aead_set_tag(EVP_CIPHER_CTX *context, void *tag)
{
    const OSSL_PARAM given[] = {
        { OSSL_CIPHER_PARAM_AEAD_TAG, OSSL_PARAM_OCTET_STRING, tag, 16, OSSL_PARAM_UNMODIFIED }, OSSL_PARAM_END
    };
    return EVP_CIPHER_CTX_set_params(context, given);
}

/* The nonce of the next packet and, to open one, its tag. EVP_CipherInit_ex2() asks the cipher for the length of its nonce each time, by
   the name of the parameter, which costs more than encrypting 300 bytes. A length of -1 sets the whole nonce instead of TLS's part of it,
   as EVP_CTRL_AEAD_SET_IV_FIXED with -1 does. */
static inline int visavis_aead_begin(EVP_CIPHER_CTX *context, void *nonce, void *tag)
{
    const OSSL_PARAM given[] = {
        { OSSL_CIPHER_PARAM_AEAD_TLS1_IV_FIXED, OSSL_PARAM_OCTET_STRING, nonce, (size_t)-1, OSSL_PARAM_UNMODIFIED },
        { tag == NULL ? NULL : OSSL_CIPHER_PARAM_AEAD_TAG, OSSL_PARAM_OCTET_STRING, tag, 16, OSSL_PARAM_UNMODIFIED }, OSSL_PARAM_END
    };
    return EVP_CIPHER_CTX_set_params(context, given);
}

#endif
