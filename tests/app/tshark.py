"""Wireshark finds nothing in an export that the run does not contain: tshark.py PROGRAM LESSON...

No frame is malformed, no payload is taken for another protocol's, checksums are right, and what tshark calls a
retransmission repeats octets in the run, or is no segment of the connection. Exit code 77 where tshark is missing.
"""
import json
import shutil
import subprocess
import sys
import tempfile

KNOWN = {"raw", "ip", "ipv6", "tcp", "udp", "data", "pkt_comment", "frame"}
FIELDS = ["frame.number", "tcp.seq_raw", "tcp.checksum.status", "tcp.analysis.retransmission",
          "tcp.analysis.fast_retransmission", "tcp.analysis.spurious_retransmission", "_ws.malformed", "frame.protocols"]


def complaints(program, lesson, folder):
    path = f"{folder}/{lesson}.pcapng"
    subprocess.run([program, "run", lesson, "--format", "pcapng", "-o", path], check=True, stderr=subprocess.DEVNULL)
    run = json.loads(subprocess.run([program, "run", lesson], check=True, capture_output=True, text=True).stdout)
    seen = {}
    for segment in run["segments"]:
        seen.setdefault(segment.get("seq"), []).append(segment)
    fields = [word for field in FIELDS for word in ("-e", field)]
    read = subprocess.run(["tshark", "-r", path, "-o", "tcp.check_checksum:TRUE", "-T", "fields", *fields],
                          check=True, capture_output=True, text=True).stdout
    for line in read.splitlines():
        number, seq, checksum, again, fast, spurious, malformed, protocols = line.split("\t")
        other = set(protocols.split(":")) - KNOWN
        repeats = any(segment["retransmission"] or segment["reason"] for segment in seen.get(int(seq or 0), [])) \
            or len(seen.get(int(seq or 0), [])) > 1
        if malformed:
            yield f"{lesson}: frame {number} is malformed"
        if other:
            yield f"{lesson}: frame {number} is taken for {', '.join(sorted(other))}"
        if checksum not in ("", "1"):
            yield f"{lesson}: frame {number} has a wrong checksum"
        if (again or fast or spurious) and not repeats:
            yield f"{lesson}: frame {number} is taken for a retransmission"


def main():
    if not shutil.which("tshark"):
        print("skipped: there is no tshark")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        found = [each for lesson in sys.argv[2:] for each in complaints(sys.argv[1], lesson, folder)]
    print("\n".join(found))
    return 1 if found else 0


sys.exit(main())
