"""What schemathesis is told beside the API's description: SCHEMATHESIS_HOOKS names this file."""

import itertools

import schemathesis

OWN = "fuzzer"
senders = itertools.count(1)


@schemathesis.hook
def before_call(context, case, kwargs):
    # Each request comes from somewhere else, as the proxy says that it stands for: an address that sends twenty wrong
    # tokens a minute is not listened to, and that one refuses to be asked is looked at elsewhere.
    number = next(senders)
    case.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    # Whoever revokes the token that it asks with learns nothing any more.
    parameters = case.path_parameters
    if isinstance(parameters, dict) and parameters.get("name") == OWN:
        parameters["name"] = "somebody"
