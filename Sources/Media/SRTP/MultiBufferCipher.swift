#if canImport(CIPSecMB)
    internal import CIPSecMB
    internal import COpenSSL

    /// GCM by Intel's Multi-Buffer Crypto: a whole packet is one call, in the widest instructions that the processor has.
    @safe struct MultiBufferCipher: GaloisCipher, ~Copyable {
        private typealias Tag = (UInt64, UInt64)

        /// Which functions suit this processor: chosen once in a process and never freed; nil where it has no instructions for AES.
        /// Unchecked, because a pointer says nothing of threads: after that nobody writes there.
        nonisolated(unsafe) private static let shared: UnsafeMutablePointer<IMB_MGR>? = {
            guard let manager = unsafe alloc_mb_mgr(0) else { return nil }
            // Tests itself against known answers.
            unsafe init_mb_mgr_auto(manager, nil)
            let needed = UInt64(IMB_FEATURE_AESNI | IMB_FEATURE_PCLMULQDQ)
            if unsafe imb_get_errno(manager) == 0, unsafe manager.pointee.features & needed == needed { return unsafe manager }
            unsafe free_mb_mgr(manager)
            return nil
        }()

        static var isAvailable: Bool { unsafe shared != nil }

        private let manager: UnsafeMutablePointer<IMB_MGR>
        private let memory: UnsafeMutablePointer<visavis_gcm>

        /// Nil where there is no such cipher.
        init?(key: SecretBytes) {
            precondition(key.count == 16)
            guard let manager = unsafe Self.shared else { return nil }
            unsafe self.manager = manager
            unsafe memory = UnsafeMutableRawPointer.allocate(byteCount: MemoryLayout<visavis_gcm>.size, alignment: 64)
                .initializeMemory(as: visavis_gcm.self, to: visavis_gcm())
            unsafe key.withUnsafeBytes { unsafe visavis_gcm_expand(manager, memory, $0.baseAddress) }
        }

        deinit {
            unsafe OPENSSL_cleanse(memory, MemoryLayout<visavis_gcm>.size)
            unsafe UnsafeMutableRawPointer(memory).deallocate()
        }

        func add(to footprint: inout Footprint) { unsafe footprint.add(memory, bytes: MemoryLayout<visavis_gcm>.size) }

        @inline(__always)
        func seal(_ packet: UnsafeMutablePointer<UInt8>, header: Int, length: Int, nonce: GaloisNonce) -> Bool {
            unsafe withUnsafeBytes(of: nonce) { nonce in
                unsafe visavis_gcm_encrypt(
                    manager, memory, packet + header, UInt64(length - header), nonce.assumingMemoryBound(to: UInt8.self).baseAddress,
                    packet, UInt64(header), packet + length)
            }
            return true
        }

        @inline(__always)
        func open(_ packet: UnsafeMutablePointer<UInt8>, header: Int, length: Int, nonce: GaloisNonce) -> Bool {
            var expected: Tag = (0, 0)
            let isAuthentic = unsafe withUnsafeMutableBytes(of: &expected) { expected in
                unsafe withUnsafeBytes(of: nonce) { nonce in
                    unsafe visavis_gcm_decrypt(
                        manager, memory, packet + header, UInt64(length - header), nonce.assumingMemoryBound(to: UInt8.self).baseAddress,
                        packet, UInt64(header), expected.assumingMemoryBound(to: UInt8.self).baseAddress)
                }
                return unsafe CRYPTO_memcmp(expected.baseAddress, packet + length, expected.count) == 0
            }
            if !isAuthentic { unsafe OPENSSL_cleanse(packet + header, length - header) }
            return isAuthentic
        }
    }
#endif
