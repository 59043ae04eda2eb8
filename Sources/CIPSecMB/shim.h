/* What Media needs of Intel's Multi-Buffer Crypto and does not reach Swift by itself: its calls are macros around the function pointers
   that the manager chose for this processor. */
#ifndef VISAVIS_CIPSECMB_SHIM_H
#define VISAVIS_CIPSECMB_SHIM_H

#include <intel-ipsec-mb.h>
#include <stdint.h>

/* One direction's expanded key, and what the library keeps of the packet in hand. The key has to be aligned to 64 bytes, which the header
   says only on condition of a macro that it does not define; Swift imports no struct with such an alignment, so the owner allocates it. */
struct visavis_gcm {
    struct gcm_key_data key;
    struct gcm_context_data packet;
};

/* Macros. `key` has 16 bytes. */
static inline void visavis_gcm_expand(IMB_MGR *manager, struct visavis_gcm *gcm, const void *key)
{
    IMB_AES128_GCM_PRE(manager, key, &gcm->key);
}

/* Macros. In place; the nonce has 12 bytes, the tag 16. Decrypting gives the tag that the packet should have: comparing is the caller's. */
static inline void visavis_gcm_encrypt(IMB_MGR *manager, struct visavis_gcm *gcm, uint8_t *text, uint64_t length, const uint8_t *nonce,
    const uint8_t *header, uint64_t header_length, uint8_t *tag)
{
    IMB_AES128_GCM_ENC(manager, &gcm->key, &gcm->packet, text, text, length, nonce, header, header_length, tag, 16);
}
static inline void visavis_gcm_decrypt(IMB_MGR *manager, struct visavis_gcm *gcm, uint8_t *text, uint64_t length, const uint8_t *nonce,
    const uint8_t *header, uint64_t header_length, uint8_t *tag)
{
    IMB_AES128_GCM_DEC(manager, &gcm->key, &gcm->packet, text, text, length, nonce, header, header_length, tag, 16);
}

#endif
