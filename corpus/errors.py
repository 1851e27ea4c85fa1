"""Every error a user can cause, as one tree.

::

    DieukhoanError
    ├── InputError              a file, an address or an argument cannot be used
    │   ├── UnreadableFileError   the file is refused; nothing of it is kept
    │   │   ├── ClassifiedError     it bears a mark of state secrecy
    │   │   └── AlreadyStoredError  the store has it under another id
    │   └── InvalidQueryError     the question cannot be searched for
    ├── BusyError               there is too much to do already
    ├── UnknownIdError          no such document or clause
    ├── AccessError             who asks may not do this
    │   └── LoginError            nobody has logged in
    ├── StoreError              the home folder cannot be used as it is
    │   └── HomeVersionError      it was written by another version
    ├── ModelError              the encoder cannot be loaded or does not fit the index
    └── BackendError            the server that holds the index cannot be reached or used

The message is one sentence for the user with what to do next. The command line and the pages print it; any other
exception is a defect of this project and shows its traceback.
"""


class DieukhoanError(Exception):
    """Base of all errors whose message is written for the user."""


class InputError(DieukhoanError):
    """A file or an argument cannot be used."""


class UnreadableFileError(InputError):
    """A file is refused; nothing of it is kept."""


class ClassifiedError(UnreadableFileError):
    """A document that bears a mark of state secrecy is refused; nothing of it is kept."""


class AlreadyStoredError(UnreadableFileError):
    """What is to take a document's place is stored already, under another id."""


class InvalidQueryError(InputError):
    """The question cannot be searched for."""


class BusyError(DieukhoanError):
    """There is too much to do already; what was asked for can be asked for again later."""


class UnknownIdError(DieukhoanError):
    """No stored document or clause has this id."""


class AccessError(DieukhoanError):
    """Who asks may not do this."""


class LoginError(AccessError):
    """Nobody has logged in, or the token holds no longer."""


class StoreError(DieukhoanError):
    """The home folder cannot be used as it is."""


class HomeVersionError(StoreError):
    """The home folder was written by another version of the program."""


class ModelError(DieukhoanError):
    """The encoder cannot be loaded, or does not fit the index."""


class BackendError(DieukhoanError):
    """The server that holds the index cannot be reached or used."""
