/* What Recording needs of libopus, and what does not reach Swift by itself. */
#ifndef VISAVIS_COPUS_SHIM_H
#define VISAVIS_COPUS_SHIM_H

/* Found through pkg-config: its include path already ends in /opus. */
#include <opus.h>

/* opus_encoder_ctl() and opus_decoder_ctl() are C-variadic, which the importer leaves out: one function a setting that is used. */
static inline int visavis_opus_set_bitrate(OpusEncoder *encoder, opus_int32 bits)
{
    return opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bits));
}
static inline int visavis_opus_set_complexity(OpusEncoder *encoder, opus_int32 complexity)
{
    return opus_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(complexity));
}
static inline int visavis_opus_get_lookahead(OpusEncoder *encoder, opus_int32 *samples)
{
    return opus_encoder_ctl(encoder, OPUS_GET_LOOKAHEAD(samples));
}
static inline int visavis_opus_set_fec(OpusEncoder *encoder, opus_int32 on, opus_int32 expected_loss_percent)
{
    int result = opus_encoder_ctl(encoder, OPUS_SET_INBAND_FEC(on));
    return result != OPUS_OK ? result : opus_encoder_ctl(encoder, OPUS_SET_PACKET_LOSS_PERC(expected_loss_percent));
}
static inline int visavis_opus_set_dtx(OpusEncoder *encoder, opus_int32 on)
{
    return opus_encoder_ctl(encoder, OPUS_SET_DTX(on));
}
static inline int visavis_opus_reset_decoder(OpusDecoder *decoder)
{
    return opus_decoder_ctl(decoder, OPUS_RESET_STATE);
}

#endif
