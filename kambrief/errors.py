"""Every error Kambrief raises on purpose.

KambriefError
├── UserError                what the user can mend; all problems at once, shown without traceback
│   └── RefusedError         what a person asked for does not go as things stand, and under which name
├── ProviderError            a vendor did not do what was asked
│   ├── DeliveryUnknownError the mail may or may not have left: nobody can tell from here
│   ├── CallError            a vendor's API refused a call, or gave no answer that could be used
│   │   └── GoneError        a record of ours in the vendor's system has been deleted there
│   ├── SuddenlyEmptyError   a vendor returned nothing where there was much: a fault, not a fact
│   ├── SpentError           what models may cost a day is spent: none was asked
│   └── ModelError           no language model gave an answer
│       └── UnusableAnswerError  one answered and there is nothing to use
├── LeaseLostError           another worker took over the work while we did it
└── NotFoundError            nothing, or more than one thing, answers to the name given
"""

from dataclasses import dataclass


class KambriefError(Exception):
    """Root of the tree."""


class UserError(KambriefError):
    """Something the user can mend: says what happened and what to do, for every problem at once."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class RefusedError(UserError):
    """What a person asked for does not go as things stand.

    ``key`` names the reason and ``values`` fill it, for surfaces that say it in the reader's own language; the problems
    say the same in English.
    """

    def __init__(self, key: str, *problems: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(*problems)


class ProviderError(KambriefError):
    """A provider failed.

    ``provider`` is the vendor's section in the configuration ("mail.smtp"); ``permanent`` means that the same
    call will fail again; ``retry_after`` is the vendor's own wish in seconds. ``reason`` must hold no secret.
    """

    def __init__(
        self, provider: str, reason: str, *, permanent: bool = False, retry_after: float | None = None
    ) -> None:
        self.provider = provider
        self.reason = reason
        self.permanent = permanent
        self.retry_after = retry_after
        super().__init__(f"{provider}: {reason}")


class DeliveryUnknownError(ProviderError):
    """The connection died between the last byte of the mail and the server's answer."""


class CallError(ProviderError):
    """One call of a vendor's API failed.

    ``status`` is the HTTP status, 0 without an answer; ``code`` the vendor's own short code; ``detail`` its words, for
    the vendor's own file to look into and never to be shown as they are. ``reached``: the call may have done its work.
    """

    def __init__(
        self,
        provider: str,
        reason: str,
        *,
        status: int = 0,
        code: str = "",
        detail: str = "",
        reached: bool = False,
        permanent: bool = False,
        retry_after: float | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.reached = reached
        super().__init__(provider, reason, permanent=permanent, retry_after=retry_after)


class GoneError(CallError):
    """A record that we had written is not there any more: a person has deleted it, so that it is not made again."""


class DraftChangedError(CallError):
    """A draft that we had left in a mailbox has been changed there since: a person's words are never overwritten."""


class SuddenlyEmptyError(ProviderError):
    """The provider returned nothing although much was known: treated as a fault, so that nothing is cancelled."""


class LeaseLostError(KambriefError):
    """The outcome could not be stored because the work is no longer ours."""


class NotFoundError(UserError):
    """No meeting, account or contact answers to this name, or several do."""


class SpentError(ProviderError):
    """What language models may cost a day is spent: none was asked."""


@dataclass(frozen=True, slots=True)
class FailedCall:
    """A language model that was asked in vain: where, why, and what it cost all the same."""

    destination: str
    """Host it was sent to."""
    model: str
    reason: str
    """Holds no secret, no part of the prompt and none of the server's words."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    seconds: float = 0.0
    request_hash: str = ""
    """Empty where nobody knows whether the request arrived whole."""
    cost: float | None = None
    """None without prices, and where the server did not tell its tokens."""


class ModelError(ProviderError):
    """No language model gave an answer. ``failed``: each that was asked, in order; the tokens are those of all."""

    def __init__(
        self,
        provider: str,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        prompt_tokens: int = 0,
        completion_tokens: int = 0,
        failed: tuple[FailedCall, ...] = (),
    ) -> None:
        self.prompt_tokens = prompt_tokens
        self.completion_tokens = completion_tokens
        self.failed = failed
        super().__init__(provider, reason, permanent=permanent, retry_after=retry_after)


class UnusableAnswerError(ModelError):
    """A language model answered and there is nothing to use."""
