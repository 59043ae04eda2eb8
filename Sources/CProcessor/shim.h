/* What the compiler knows of the processor and Swift has no word for. */
#ifndef VISAVIS_CPROCESSOR_SHIM_H
#define VISAVIS_CPROCESSOR_SHIM_H

/* Asks for a cache line that will be needed soon. Only a hint: any address will do, of freed memory as well; nothing is read. */
static inline void visavis_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
