"""A mail server for the tests. Reads its settings as one line of JSON, writes {"port": n} once it listens, and then a line for every mail
that it takes, {"mail": text}, and for every recipient that it does not, {"refused": answer}."""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Mailbox:
    def __init__(self, answers):
        self.answers = answers

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answers:
            answer = self.answers.pop(0)
            say({"refused": answer})
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        say({"mail": envelope.content.decode("utf-8"), "from": envelope.mail_from, "to": envelope.rcpt_tos})
        return "250 OK"


def say(message):
    print(json.dumps(message), flush=True)


async def main():
    settings = json.loads(sys.stdin.readline())
    security = settings["security"]
    context = None
    if security != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(settings["certificate"])

    def authenticate(server, session, envelope, mechanism, data):
        good = (data.login.decode(), data.password.decode()) == (settings["user"], settings["password"])
        return AuthResult(success=good, handled=good)

    options = {}
    if settings.get("user"):
        options = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": security == "starttls"}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    mailbox = Mailbox(settings.get("answers", []))
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(mailbox, hostname="localhost", **options),
        host="127.0.0.1", port=settings.get("port", 0), ssl=context if security == "tls" else None)
    say({"port": server.sockets[0].getsockname()[1]})

    # Whoever started it holds its input: it goes with them.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
