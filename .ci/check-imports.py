#!/usr/bin/env python3
"""Fails when a target imports something that stands above or beside it in the house.

One line a target: what it may import besides the standard library. The arrows only point downwards.
"""
import pathlib
import re
import sys

STANDARD = {"Foundation", "Glibc", "Dispatch", "Synchronization"}
HOUSE = {
    "visavis": {"Server", "ArgumentParser", "Foundation"},
    "Server": {"CompactJSON", "Outbound", "Storage", "Recording", "Datagrams", "Media", "Signaling", "Transport", "Domain", "Configuration", "Crypto",
               "CryptoExtras", "DequeModule", "HTTPTypes", "JWTKit", "Logging", "SystemPackage"} | STANDARD,
    "Transport": {"CWebSockets", "HTTPTypes", "Dispatch", "Glibc", "Synchronization"},
    # Crypto: a webhook is signed where it is sent.
    "Outbound": {"Domain", "CCurl", "Crypto"} | STANDARD,
    "Storage": {"CompactJSON", "Domain", "GRDB", "Foundation", "Synchronization"},
    # Crypto: a recording is sealed, and its chunks are hashed, where they are written.
    "Recording": {"Media", "COpus", "Crypto"} | STANDARD,
    # Sockets and the loop's thread, so that Media has none.
    "Datagrams": {"Media", "CDatagrams", "Glibc", "Synchronization"},
    "Media": {"CIPSecMB", "CProcessor", "CSRTP", "COpenSSL"},
    "Signaling": {"Domain", "DequeModule"},
    "CompactJSON": set(),
    # Collections alone: the pure core reads no clock, file or socket, so it has no Foundation.
    "Domain": {"HeapModule"},
}
# Where a file needs more than its target.
EXCEPTIONS = {
    # Time zones and their changes are Foundation's; it gives no clock away: a zone answers for the instant that it is asked about.
    "Domain/Appointments/Hours/LocalZone.swift": {"Foundation"},
}
IMPORT = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public |package |internal |private |fileprivate )?import (?:struct |class |enum |func |protocol )?(\w+)")


def main() -> int:
    root = pathlib.Path(__file__).resolve().parent.parent / "Sources"
    faults = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        if folder.name.startswith("C") and not any(folder.rglob("*.swift")):
            continue
        if folder.name not in HOUSE:
            faults.append(f"{folder}: this target has no place in the house; say in {__file__} what it may import")
            continue
        for file in sorted(folder.rglob("*.swift")):
            allowed = HOUSE[folder.name] | EXCEPTIONS.get(str(file.relative_to(root)), set())
            for number, line in enumerate(file.read_text().splitlines(), 1):
                found = IMPORT.match(line)
                if found and found[1] not in allowed:
                    faults.append(f"{file}:{number}: {folder.name} may not import {found[1]}")
    print("\n".join(faults) or "imports: every arrow points downwards")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
