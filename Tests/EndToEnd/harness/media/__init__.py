"""People with a microphone and a camera that nobody here wrote (aiortc), and what an attacker writes by hand."""

from .meeting import Meeting, meet
from .pictures import Eye, PictureTrack
from .recordings import RECORDING, Recordings, probe
from .sounds import Ear, ToneTrack
from .stun import binding_request
from .synchrony import BeepTrack, FlashTrack, beeps_in, flashes_in
from .talker import Talker
from .transport import RawTransport, UDPSocket

__all__ = [
    "RECORDING", "BeepTrack", "Ear", "Eye", "FlashTrack", "Meeting", "PictureTrack", "RawTransport", "Recordings", "Talker", "ToneTrack", "UDPSocket",
    "beeps_in", "binding_request", "flashes_in", "meet", "probe",
]
