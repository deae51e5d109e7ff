from telusur.errors import TelusurError as TelusurError
from telusur.inspection import inspect as inspect
from telusur.model.claim import Claim as Claim
from telusur.model.findings import Findings as Findings
from telusur.model.register import RegisterSpec as Register
from telusur.options import Options as Options
from telusur.options import Overrides as Overrides
from telusur.pipeline import verify as verify

__all__ = [
    "Claim",
    "Findings",
    "Options",
    "Overrides",
    "Register",
    "TelusurError",
    "inspect",
    "verify",
]
