/* libsrtp's interface reaches Swift as it is; one header so that the module has a fixed name and place. */
#ifndef VISAVIS_CSRTP_SHIM_H
#define VISAVIS_CSRTP_SHIM_H

#include <srtp2/srtp.h>

#endif
