"""What every end-to-end test needs: a server process, and people who talk to it."""

from .calls import VISIT, Call, enqueue, hang_up, refused, start_call
from .client import Client, RequestError
from .people import Web, agent, visitor
from .polling import DeadlineError, eventually, until, wait_until
from .ports import Port
from .raw import RawConnection
from .server import ServerError, VisavisServer
from .staff import Staff

__all__ = [
    "VISIT", "Call", "Client", "DeadlineError", "Port", "RawConnection", "RequestError", "ServerError", "Staff", "VisavisServer", "Web", "agent", "enqueue",
    "eventually", "hang_up", "refused", "start_call", "until", "visitor", "wait_until",
]
